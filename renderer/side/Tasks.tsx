import type { Discrepancy, PrintJob } from '../../main/domain/entry.ts'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useSay, useScreen } from '../use-screen.tsx'

/** Contradictions between what the till believed and what the gateway said. Each has to be looked at and owned to. */
export const Discrepancies = ({ discrepancies }: { discrepancies: readonly Discrepancy[] }) => {
  const say = useSay()
  const { send, discrepancySeen } = useScreen()
  const [first] = discrepancies
  if (first === undefined) return null
  return (
    <section
      className="side-card"
      data-testid="discrepancies"
      data-kind={first.kind}
      data-tone="bad"
      aria-label={say('side.discrepancy')}
    >
      <h2 className="side-title">
        {say('side.discrepancy')}
        <span className="side-count">{discrepancies.length}</span>
      </h2>
      <div className="side-task">
        <span className="side-mark side-bad">
          <ToneIcon tone="bad" size={24} />
        </span>
        <button
          type="button"
          className="side-row side-taskText"
          onClick={() => send({ type: 'open', panel: { type: 'story', id: first.payment } })}
        >
          <span style={{ gridColumn: '1 / -1' }}>
            {say(`side.${first.kind}`)} <span>…{first.payment.slice(-4)}</span>
          </span>
        </button>
        <button
          type="button"
          className="side-taskButton"
          data-testid="discrepancy-seen"
          onClick={() => discrepancySeen(first.payment, first.kind)}
        >
          {say('side.acknowledge')}
        </button>
      </div>
    </section>
  )
}

const isPrintFault = (fault: string | undefined): fault is keyof typeof printFaultSentences =>
  fault !== undefined && Object.hasOwn(printFaultSentences, fault)

/** Receipts that the printer did not take. */
export const FailedPrints = ({ jobs }: { jobs: readonly PrintJob[] }) => {
  const say = useSay()
  const language = useLanguage()
  const { retryPrint, dropPrint } = useScreen()
  const [first] = jobs
  if (first === undefined) return null
  return (
    <section
      className="side-card"
      data-testid="failed-prints"
      data-tone="caution"
      aria-label={say('side.prints')}
    >
      <h2 className="side-title">
        {say('side.prints')}
        <span className="side-count">{jobs.length}</span>
      </h2>
      <div className="side-task">
        <span className="side-taskText">
          {first.receipt === 'closing'
            ? say('cash.z', { number: first.of.slice(1) })
            : `${say(`side.kind.${first.receipt}`)} …${first.of.slice(-4)} · ${say(`side.printFor.${first.for}`)}`}
          {isPrintFault(first.fault) && (
            <span className="side-rowMore">{printFaultSentences[first.fault][language].headline}</span>
          )}
        </span>
        <button
          type="button"
          className="side-taskButton"
          data-testid="print-retry"
          onClick={() => retryPrint(first.number)}
        >
          {say('side.retry')}
        </button>
        <button
          type="button"
          className="side-taskButton"
          data-kind="quiet"
          data-testid="print-drop"
          onClick={() => dropPrint(first.number)}
        >
          {say('side.drop')}
        </button>
      </div>
    </section>
  )
}

/** Its switch says so; it goes by itself when the drawer is shut. */
export const DrawerLeftOpen = () => {
  const say = useSay()
  return (
    <section className="side-card" data-testid="drawer-left-open" data-tone="caution" role="status">
      <div className="side-task">
        <span className="side-mark side-caution">
          <ToneIcon tone="caution" size={24} />
        </span>
        <span className="side-taskText">{say('cash.drawerLeftOpen')}</span>
      </div>
    </section>
  )
}
