import { useEffect, useState, type FormEvent } from 'react'
import { Numpad } from '../sale/Numpad.tsx'
import { useParts, useSay, useScreen } from '../use-screen.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'

const lengthMax = 32

/** For the day when neither scanner nor camera works: the digits under the customer's bar code, by hand. */
export const CodePanel = () => {
  const say = useSay()
  const { send } = useScreen()
  const { scanning } = useParts()
  const [digits, setDigits] = useState('')
  const [bad, setBad] = useState(false)
  // The layer that tells scanners from people would take quick typing for a scan.
  useEffect(() => scanning.pause(), [scanning])
  const change = (next: string): void => {
    setDigits(next.replace(/\D/g, '').slice(0, lengthMax))
    setBad(false)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (digits.length < 16) return setBad(true)
    send({ type: 'close-panel' })
    scanning.hear(digits, 'hand')
  }
  return (
    <PanelFrame title={say('code.title')} testId="code-panel">
      <p className="panel-lead">{say('code.hint')}</p>
      <form onSubmit={submit}>
        <div className="panel-field">
          <label className="panel-label" htmlFor="code">
            {say('code.label')} ({digits.length})
          </label>
          <input
            id="code"
            className="panel-input"
            data-testid="code-input"
            inputMode="none"
            autoComplete="off"
            autoFocus
            value={digits.replace(/(\d{4})(?=\d)/g, '$1 ')}
            aria-invalid={bad}
            aria-describedby="code-error"
            onChange={(event) => change(event.currentTarget.value)}
          />
          <p id="code-error" className="panel-error" role="alert">
            {bad ? say('code.bad') : ''}
          </p>
        </div>
        <PanelButton testId="code-use" type="submit" size="xl" disabled={digits.length < 16}>
          {say('code.use')}
        </PanelButton>
        <Numpad
          size="small"
          onDigits={(more) => change(digits + more)}
          onBackspace={() => change(digits.slice(0, -1))}
          onClear={() => change('')}
        />
      </form>
    </PanelFrame>
  )
}
