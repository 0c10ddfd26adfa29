import '../style/office.css'
import { lazy, Suspense, useState, type KeyboardEvent } from 'react'
import { Message } from '../panels/Message.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { DaysPage } from '../reconciliation/DaysPage.tsx'
import { useSay, useView } from '../use-screen.tsx'
import { ExportPage } from './ExportPage.tsx'
import { PurgePage } from './PurgePage.tsx'
import { officeTabsFor, type OfficeTab } from './rights.ts'

// The charts are the largest part of the screen; whoever only decides differences does not wait for them.
const FiguresPage = lazy(async () => ({ default: (await import('../figures/FiguresPage.tsx')).FiguresPage }))

/** What is done behind the counter: comparing days with Alipay's files, figures, exports, old files. */
export const OfficeScreen = () => {
  const say = useSay()
  const { people, stopped } = useView()
  const tabs = officeTabsFor(people)
  const [chosen, setChosen] = useState<OfficeTab>('days')
  const tab = tabs.includes(chosen) ? chosen : tabs[0]
  return (
    <PanelFrame title={say('office.title')} testId="office">
      {tab === undefined ? (
        <Message tone="neutral" text={say('office.forbidden')} testId="office-forbidden" />
      ) : (
        <>
          <OfficeTabs tabs={tabs} tab={tab} onTab={setChosen} />
          <div role="tabpanel" id="office-page" aria-labelledby={`office-tab-${tab}`} className="office-page">
            {stopped !== undefined && <Message tone="bad" text={say('office.stopped')} />}
            {tab === 'days' && <DaysPage />}
            {tab === 'figures' && (
              <Suspense fallback={<p>{say('office.loading')}</p>}>
                <FiguresPage />
              </Suspense>
            )}
            {tab === 'export' && <ExportPage />}
            {tab === 'purge' && <PurgePage />}
          </div>
        </>
      )}
    </PanelFrame>
  )
}

interface TabsProps {
  readonly tabs: readonly OfficeTab[]
  readonly tab: OfficeTab
  readonly onTab: (tab: OfficeTab) => void
}

const OfficeTabs = ({ tabs, tab, onTab }: TabsProps) => {
  const say = useSay()
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    onTab(next)
    document.getElementById(`office-tab-${next}`)?.focus()
  }
  return (
    <div
      className="settings-tabs office-tabs"
      role="tablist"
      aria-label={say('office.title')}
      onKeyDown={move}
    >
      {tabs.map((each) => (
        <button
          key={each}
          id={`office-tab-${each}`}
          type="button"
          role="tab"
          className="settings-tab"
          data-testid={`office-tab-${each}`}
          aria-selected={each === tab}
          aria-controls="office-page"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => onTab(each)}
        >
          {say(`office.tabs.${each}`)}
        </button>
      ))}
    </div>
  )
}
