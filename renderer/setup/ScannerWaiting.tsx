import { useState } from 'react'
import { makerOf } from '../../drivers/scanner/makers.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useNow, useSay, useScreen, useView } from '../use-screen.tsx'
import { tipsAfterMs, type Around } from './scanner-learning.ts'

const tips = ['power', 'page', 'screen', 'cordless', 'factory', 'other'] as const

/** Nothing was scanned yet: what the till listens to, and after some seconds what to try, in this order. */
export const ScannerWaiting = ({ around, torn }: { around: Around; torn: boolean }) => {
  const say = useSay()
  const { send } = useScreen()
  const [sinceMs] = useState(() => performance.now())
  const isLate = useNow(500) - sinceMs > tipsAfterMs && !torn
  return (
    <section data-testid="scanner-waiting" data-late={isLate}>
      <div className="setup-take">
        <Message tone="waiting" headline={say('setup.scanner.waiting')} text={useAround(around)} />
        {isLate && (
          <PanelButton
            kind="quiet"
            testId="scanner-diagnosis"
            onPress={() => send({ type: 'open', panel: { type: 'diagnosis' } })}
          >
            {say('diagnosis.open')}
          </PanelButton>
        )}
      </div>
      {torn && <Message tone="caution" text={say('setup.scanner.torn')} testId="scanner-torn" />}
      {isLate && (
        <div data-testid="scanner-tips">
          <h2 className="panel-subtitle">{say('setup.scanner.nothing')}</h2>
          <ol className="panel-steps setup-tips">
            {tips.map((tip) => (
              <li key={tip}>{say(`setup.scanner.tip.${tip}`)}</li>
            ))}
          </ol>
        </div>
      )}
    </section>
  )
}

/** What is listened to, so that a scanner which is not there is missed. */
const useAround = ({ keyboards, ports }: Around): string => {
  const say = useSay()
  const { scanners } = useView()
  const makers = new Set(keyboards.flatMap(({ vendorId }) => makerOf(vendorId)?.name ?? []))
  const typing = makers.size === 0 ? say('setup.scanner.hears.keyboard') : [...makers].join(', ')
  const open = scanners.filter(({ state }) => state === 'open').map(({ name }) => name)
  const listening = ports.filter(({ state }) => state === 'open').map(({ path }) => path)
  const closed = [
    ...scanners.filter(({ state }) => state !== 'open').map(({ name }) => name),
    ...ports.filter(({ state }) => state === 'in-use' || state === 'no-access').map(({ path }) => path),
  ]
  const hears = [typing, ...open, ...listening.filter((path) => !open.includes(path))].join(', ')
  return closed.length === 0
    ? say('setup.scanner.hears.all', { hears })
    : `${say('setup.scanner.hears.all', { hears })} ${say('setup.scanner.hears.not', { closed: closed.join(', ') })}`
}
