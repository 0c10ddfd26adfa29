import { mayDoHere } from '../people/rights.ts'
import { actOf, shortcutKeys, shortcuts, type ShortcutKey } from '../shortcuts.ts'
import { useSay, useScreen, useView } from '../use-screen.tsx'

/** Help, settings, language and the lock have their buttons in the header. */
const hinted = shortcutKeys.filter((key) => !['F1', 'F2', 'F9', 'F12'].includes(key))

/** The function keys, as buttons for those who have no keyboard. */
export const KeyHints = () => {
  const say = useSay()
  const { shortcut } = useScreen()
  const { people } = useView()
  const isAllowed = (key: ShortcutKey): boolean => {
    const act = actOf[shortcuts[key]]
    return act === undefined || mayDoHere(people, act)
  }
  const hint = (key: ShortcutKey) => (
    <button
      key={key}
      type="button"
      className="side-hint"
      data-testid={`shortcut-${key}`}
      disabled={!isAllowed(key)}
      title={isAllowed(key) ? undefined : say('note.not-allowed')}
      onClick={() => shortcut(shortcuts[key])}
    >
      <kbd>{key}</kbd>
      {say(`keys.${shortcuts[key]}`)}
    </button>
  )
  return <nav className="side-hints">{hinted.map(hint)}</nav>
}
