import type { KeyboardEvent } from 'react'
import type { SettingsFault } from '../../main/settings.ts'
import { useSay } from '../use-screen.tsx'
import { tabOf, tabs, type Tab } from './fields.ts'

interface Props {
  readonly tab: Tab
  readonly faults: readonly SettingsFault[]
  readonly onTab: (tab: Tab) => void
}

/** The pages of the settings. Arrow keys move among them; a page with a fault is marked. */
export const SettingsTabs = ({ tab, faults, onTab }: Props) => {
  const say = useSay()
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    onTab(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div
      className="settings-tabs"
      role="tablist"
      aria-label={say('settings.title')}
      onKeyDown={move}
      style={{ margin: '-18px -24px 0' }}
    >
      {tabs.map((each) => {
        const faulty = faults.some(({ field }) => field !== '' && tabOf(field) === each)
        return (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            className={`settings-tab ${faulty ? 'settings-faulty' : ''}`}
            data-testid={`settings-tab-${each}`}
            aria-selected={each === tab}
            aria-controls="settings-panel"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => onTab(each)}
          >
            {say(`settings.tabs.${each}`)}
          </button>
        )
      })}
    </div>
  )
}
