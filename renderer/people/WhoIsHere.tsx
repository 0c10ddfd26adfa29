import { IconLock, IconUser, IconUsers } from '@tabler/icons-react'
import { useSay, useScreen, useView } from '../use-screen.tsx'

/** Who is signed in, and the way to lock; before anybody has been entered, the way to enter them. */
export const WhoIsHere = () => {
  const say = useSay()
  const { send, lock } = useScreen()
  const { people } = useView()
  const open = (): void => send({ type: 'open', panel: { type: 'people' } })
  if (people === undefined) {
    return (
      <button
        type="button"
        className="frame-tool"
        data-testid="people-button"
        aria-label={`${say('people.title')} (F12)`}
        title={`${say('people.title')} (F12)`}
        onClick={open}
      >
        <IconUsers size={24} aria-hidden />
      </button>
    )
  }
  const { signedIn } = people
  if (signedIn === undefined) return null
  const hint = `${say('people.here', { name: signedIn.name, role: say(`people.role.${signedIn.role}`) })} (Shift+F12)`
  return (
    <>
      <button
        type="button"
        className="frame-tool people-who"
        data-testid="who"
        data-operator={signedIn.id}
        title={hint}
        aria-label={hint}
        onClick={open}
      >
        <IconUser size={22} aria-hidden />
        <span className="people-whoName">{signedIn.name}</span>
      </button>
      <button
        type="button"
        className="frame-tool"
        data-testid="lock-button"
        aria-label={`${say('people.lock')} (F12)`}
        title={`${say('people.lock')} (F12)`}
        onClick={lock}
      >
        <IconLock size={24} aria-hidden />
      </button>
    </>
  )
}
