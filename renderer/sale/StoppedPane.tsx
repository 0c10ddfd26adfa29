import type { Stopped } from '../../main/contract.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useSay, useScreen } from '../use-screen.tsx'

/** The till sells nothing until it is mended. */
export const StoppedPane = ({ stopped }: { stopped: Stopped }) => {
  const say = useSay()
  const { shortcut } = useScreen()
  return (
    <section className="sale-pane" aria-label={say(`stopped.${stopped.why}`)}>
      <div className="result-result" data-testid="stopped" data-why={stopped.why} data-tone="bad">
        <div role="alert">
          <div className="result-head">
            <ToneIcon tone="bad" size={108} />
            <h1 className="result-headline">{say(`stopped.${stopped.why}`)}</h1>
          </div>
          <p className="result-todo">{say(`stopped.${stopped.why}Todo`)}</p>
        </div>
        <div className="result-foot">
          <p className="result-next selectable">
            {say('stopped.detail')}: {stopped.detail}
          </p>
          {stopped.why === 'settings' && (
            <div className="result-buttons">
              <button
                type="button"
                className="result-button"
                data-kind="main"
                onClick={() => shortcut('settings')}
              >
                {say('stopped.openSettings')}
              </button>
            </div>
          )}
        </div>
      </div>
    </section>
  )
}
