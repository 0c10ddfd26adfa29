import { useViewportSize } from '@mantine/hooks'
import { mayDoHere } from '../people/rights.ts'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { KeyHints } from './KeyHints.tsx'
import { OpenList } from './OpenList.tsx'
import { SaleRow } from './SaleRow.tsx'
import { Discrepancies, DrawerLeftOpen, FailedPrints } from './Tasks.tsx'

/** Pixels of the parts, to know how many sales fit: this pane never scrolls. */
const px = { chrome: 80, hints: 102, gap: 10, title: 45, openRow: 66, task: 100, lastRow: 50 } as const

/** What the till owes an answer or the cashier a look, then the last sales, then the keys. */
export const SidePane = () => {
  const say = useSay()
  const { shortcut, send } = useScreen()
  const view = useView()
  const { height } = useViewportSize()
  const openCount = view.open.length + view.openRefunds.length
  const isDrawerOpen = view.shift?.drawerFault === 'left-open'
  const tasks =
    (view.discrepancies.length > 0 ? 1 : 0) + (view.failedPrints.length > 0 ? 1 : 0) + (isDrawerOpen ? 1 : 0)
  const chrome = px.chrome + (view.mode === 'training' ? 34 : 0)
  const room =
    (height === 0 ? 768 : height) - chrome - px.hints - 2 * px.title - 2 * px.gap - tasks * (px.task + px.gap)
  const openRows = Math.min(openCount, Math.max(1, Math.floor((room - px.lastRow) / px.openRow)))
  const lastRows = Math.max(0, Math.floor((room - openRows * px.openRow) / px.lastRow))
  return (
    <aside className="side-side">
      <OpenList rowsMax={openRows} />
      <Discrepancies discrepancies={view.discrepancies} />
      <FailedPrints jobs={view.failedPrints} />
      {isDrawerOpen && <DrawerLeftOpen />}
      <section className="side-card side-fill" data-testid="last-list" aria-label={say('side.last')}>
        <h2 className="side-title">
          {say('side.last')}
          <button
            type="button"
            className="side-link"
            data-testid="all-sales"
            onClick={() => shortcut('sales')}
          >
            {say('side.more')}
          </button>
        </h2>
        {view.last.length === 0 ? (
          <>
            <p className="side-none">{say('side.lastNone')}</p>
            {view.mode === 'training' && (
              <p className="side-none" data-testid="first-zone">
                {say('side.zone', { zone: view.timeZone })}
              </p>
            )}
            {mayDoHere(view.people, 'change-settings') && (
              <p className="side-none">
                <button
                  type="button"
                  className="side-link"
                  data-testid="first-setup"
                  onClick={() => send({ type: 'open', panel: { type: 'setup', page: 'devices' } })}
                >
                  {say('setup.open')}
                </button>
              </p>
            )}
          </>
        ) : (
          <ul className="side-rows">
            {view.last.slice(0, lastRows).map((sale) => (
              <SaleRow key={sale.payment.id} sale={sale} />
            ))}
          </ul>
        )}
      </section>
      <KeyHints />
    </aside>
  )
}
