import type { CashId } from '../../main/domain/ids.ts'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useSay } from '../use-screen.tsx'
import { BackToDrawer } from './BackToDrawer.tsx'
import { CashMenu } from './CashMenu.tsx'
import { ClosePage } from './ClosePage.tsx'
import { ClosingsList } from './ClosingsList.tsx'
import { CountPage } from './CountPage.tsx'
import { DrawerForm } from './DrawerForm.tsx'
import { MoveForm } from './MoveForm.tsx'
import { NeedsShift } from './NeedsShift.tsx'
import { OpenShift } from './OpenShift.tsx'
import type { CashPage } from './pages.ts'
import { SaleRefund } from './SaleRefund.tsx'
import { XPanel } from './XPanel.tsx'

interface Props {
  readonly page: CashPage
  /** The sale that is given back, by its receipt. */
  readonly of?: CashId | undefined
}

/** The drawer: shifts, money in and out without a sale, counting, and the closing of the day. */
export const CashPanel = ({ page, of }: Props) => {
  const say = useSay()
  if (page === 'x') return <XPanel />
  return (
    <PanelFrame
      title={say(`cash.page.${page}`)}
      testId={`cash-panel-${page}`}
      {...(page === 'menu' ? {} : { tools: <BackToDrawer /> })}
    >
      <Page page={page} of={of} />
    </PanelFrame>
  )
}

const Page = ({ page, of }: Props & { page: Exclude<CashPage, 'x'> }) => {
  switch (page) {
    case 'menu':
      return <CashMenu />
    case 'open':
      return <OpenShift />
    case 'in':
    case 'out':
    case 'refund':
      return (
        <NeedsShift>
          {of === undefined ? <MoveForm key={page} move={page} /> : <SaleRefund of={of} />}
        </NeedsShift>
      )
    case 'drawer':
      return <DrawerForm />
    case 'count':
      return (
        <NeedsShift>
          <CountPage />
        </NeedsShift>
      )
    case 'close':
      return <ClosePage />
    case 'closings':
      return <ClosingsList />
  }
}
