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
import { XPanel } from './XPanel.tsx'

/** The drawer: shifts, money in and out without a sale, counting, and the closing of the day. */
export const CashPanel = ({ page }: { page: CashPage }) => {
  const say = useSay()
  if (page === 'x') return <XPanel />
  return (
    <PanelFrame
      title={say(`cash.page.${page}`)}
      testId={`cash-panel-${page}`}
      {...(page === 'menu' ? {} : { tools: <BackToDrawer /> })}
    >
      <Page page={page} />
    </PanelFrame>
  )
}

const Page = ({ page }: { page: Exclude<CashPage, 'x'> }) => {
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
          <MoveForm key={page} move={page} />
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
