import { lazy, Suspense, useEffect } from 'react'
import { isWidePage } from './cash/pages.ts'
import { Header } from './Header.tsx'
import { PanelPane } from './panels/PanelPane.tsx'
import { LockScreen } from './people/LockScreen.tsx'
import { isLocked, type Panel } from './sale-state.ts'
import { SalePane } from './sale/SalePane.tsx'
import { SettingsScreen } from './settings/SettingsScreen.tsx'
import { SidePane } from './side/SidePane.tsx'
import { TillLost } from './TillLost.tsx'
import { useLanguage, useParts, useSay, useShown } from './use-screen.tsx'

/** Pages that take the place of what stands beside the sale. */
const isWide = (panel: Panel): boolean =>
  panel.type === 'closing' || panel.type === 'setup' || (panel.type === 'cash' && isWidePage(panel.page))

// Charts and lists of the office: the counter starts without them.
const OfficeScreen = lazy(async () => ({
  default: (await import('./office/OfficeScreen.tsx')).OfficeScreen,
}))

/** The whole page. What it shows is the till's view; only the amount being keyed and the open panel are its own. */
export const App = () => {
  const say = useSay()
  const language = useLanguage()
  const { scanning } = useParts()
  const mode = useShown(({ sale }) => sale.view?.mode)
  const terminator = useShown(({ sale }) => sale.view?.terminator)
  const gapMs = useShown(({ sale }) => sale.view?.wedge?.gapMs)
  const prefix = useShown(({ sale }) => sale.view?.wedge?.prefix)
  const layout = useShown(({ sale }) => sale.view?.wedge?.layout)
  const panel = useShown(({ sale }) => sale.panel)
  const locked = useShown(({ sale }) => isLocked(sale.view))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  useEffect(() => {
    if (terminator !== undefined) scanning.expect({ terminator, gapMs, prefix, layout })
  }, [terminator, gapMs, prefix, layout, scanning])
  return (
    <>
      {mode !== undefined && (
        <div className="frame-frame no-print" data-mode={mode} data-testid="frame">
          <Header />
          {mode === 'training' && (
            <div className="frame-training" data-testid="training">
              <span className="frame-trainingText">{say('training.banner')}</span>
            </div>
          )}
          {locked ? (
            <LockScreen />
          ) : panel?.type === 'settings' || panel?.type === 'office' ? (
            <main className="frame-main frame-wide">
              {panel.type === 'settings' ? (
                <SettingsScreen />
              ) : (
                <Suspense fallback={<p className="panel-panel" />}>
                  <OfficeScreen />
                </Suspense>
              )}
            </main>
          ) : panel !== undefined && isWide(panel) ? (
            <main className="frame-main frame-wide">
              <PanelPane panel={panel} />
            </main>
          ) : (
            <main className="frame-main">
              {panel === undefined ? <SalePane /> : <PanelPane panel={panel} />}
              <SidePane />
            </main>
          )}
        </div>
      )}
      <TillLost />
    </>
  )
}
