import { lazy, Suspense } from 'react'
import { CashPanel } from '../cash/CashPanel.tsx'
import { ChangePane } from '../cash/ChangePane.tsx'
import { ClosingPanel } from '../cash/ClosingPanel.tsx'
import { TenderPanel } from '../cash/TenderPanel.tsx'
import { DiagnosisPanel } from '../diagnosis/DiagnosisPanel.tsx'
import type { Panel } from '../sale-state.ts'
import { CameraPanel } from './CameraPanel.tsx'
import { CodePanel } from './CodePanel.tsx'
import { PeoplePanel } from '../people/PeoplePanel.tsx'
import { HelpPanel } from './HelpPanel.tsx'
import { ReceiptPanel } from './ReceiptPanel.tsx'
import { RefundPanel } from './RefundPanel.tsx'
import { SalesPanel } from './SalesPanel.tsx'
import { StoryPanel } from './StoryPanel.tsx'

// Devices are set up once: the counter starts without it.
const SetUpPanel = lazy(async () => ({ default: (await import('../setup/SetUpPanel.tsx')).SetUpPanel }))

/** The page that stands over the sale's pane. */
export const PanelPane = ({ panel }: { panel: Panel }) => {
  switch (panel.type) {
    case 'refund':
      // A new scan is a new refund: nothing of the one before may stay in the fields.
      return (
        <RefundPanel key={panel.text ?? ''} {...(panel.text === undefined ? {} : { text: panel.text })} />
      )
    case 'story':
      return <StoryPanel key={panel.id} id={panel.id} />
    case 'receipt':
      return <ReceiptPanel key={panel.of} of={panel.of} />
    case 'sales':
      return <SalesPanel />
    case 'camera':
      return <CameraPanel />
    case 'code':
      return <CodePanel />
    case 'help':
      return <HelpPanel />
    case 'diagnosis':
      return <DiagnosisPanel />
    case 'cash':
      return <CashPanel key={`${panel.page} ${panel.of}`} page={panel.page} of={panel.of} />
    case 'closing':
      return (
        <ClosingPanel
          key={panel.number}
          number={panel.number}
          {...(panel.view === undefined ? {} : { fresh: panel.view })}
        />
      )
    case 'tender':
      return <TenderPanel key={panel.amount.minor} amount={panel.amount} />
    case 'change':
      return <ChangePane sold={panel.sold} />
    case 'people':
      return <PeoplePanel />
    case 'setup':
      return (
        <Suspense fallback={<p className="panel-panel" />}>
          <SetUpPanel key={panel.page} page={panel.page} />
        </Suspense>
      )
    case 'settings':
    case 'office':
      return null
  }
}
