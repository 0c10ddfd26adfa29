import { useState } from 'react'
import type { ConnectionTest } from '../../main/contract.ts'
import { connectionSentences } from '../../main/domain/connection-sentences.ts'
import type { Settings, SettingsFault } from '../../main/settings.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useLanguage, useParts, useSay } from '../use-screen.tsx'
import { faultsOf } from './faults.ts'
import { keysGiven, type KeysDraft } from './KeyFields.tsx'

interface Props {
  readonly settings: () => Settings
  readonly keys: KeysDraft
  readonly onFaults: (faults: readonly SettingsFault[]) => void
}

/** Stands on the pages of an account alone. Tries the account as it stands on the page, and says where it stopped and who does what about it. */
export const ConnectionBox = ({ settings, keys, onFaults }: Props) => {
  const say = useSay()
  const { client } = useParts()
  const [result, setResult] = useState<ConnectionTest | 'testing' | 'failed' | undefined>()
  const test = (): void => {
    setResult('testing')
    client.settings
      // The account is tried before the till goes live with it; in training the till would try its own gateway.
      .test({ settings: { ...settings(), mode: 'live' }, ...keysGiven(keys) })
      .then(setResult)
      .catch((refusal: unknown) => {
        const faults = faultsOf(refusal)
        if (faults === undefined) return setResult('failed')
        onFaults(faults)
        return setResult({
          ok: false,
          cause: 'settings',
          detail: faults.map(({ field }) => field).join(', '),
        })
      })
  }
  return (
    <div className="settings-test">
      <p className="panel-hint" style={{ margin: '0 0 10px' }}>
        {say('settings.testHint')}
      </p>
      <PanelButton testId="settings-test" busy={result === 'testing'} onPress={test}>
        {say('settings.test')}
      </PanelButton>
      <div style={{ marginTop: 12 }} aria-live="polite">
        <Outcome result={result} />
      </div>
    </div>
  )
}

const Outcome = ({ result }: { result: ConnectionTest | 'testing' | 'failed' | undefined }) => {
  const say = useSay()
  const language = useLanguage()
  if (result === undefined) return null
  if (result === 'testing') return <Message tone="waiting" text={say('settings.testing')} />
  if (result === 'failed')
    return <Message tone="bad" text={say('settings.testFailed')} testId="settings-test-result" />
  if (result.ok) {
    return (
      <Message
        tone="good"
        text={say('settings.testOk', { ms: Math.round(result.tookMs) })}
        testId="settings-test-result"
      />
    )
  }
  const { headline, todo } = connectionSentences[result.cause][language]
  return (
    <div data-testid="settings-test-result" data-cause={result.cause}>
      <Message tone="bad" headline={headline} text={todo} />
      <p className="panel-hint selectable">{result.detail}</p>
    </div>
  )
}
