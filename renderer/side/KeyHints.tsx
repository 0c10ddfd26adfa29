import { shortcutKeys, shortcuts, type ShortcutKey } from '../shortcuts.ts'
import { useSay, useScreen } from '../use-screen.tsx'

/** Help, settings and language have their buttons in the header. */
const hinted = shortcutKeys.filter((key) => !['F1', 'F2', 'F9'].includes(key))

/** The function keys, as buttons for those who have no keyboard. */
export const KeyHints = () => {
  const say = useSay()
  const { shortcut } = useScreen()
  const hint = (key: ShortcutKey) => (
    <button
      key={key}
      type="button"
      className="side-hint"
      data-testid={`shortcut-${key}`}
      onClick={() => shortcut(shortcuts[key])}
    >
      <kbd>{key}</kbd>
      {say(`keys.${shortcuts[key]}`)}
    </button>
  )
  return <nav className="side-hints">{hinted.map(hint)}</nav>
}
