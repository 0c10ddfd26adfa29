import { faultText } from '../settings/fault-text.ts'
import { Message } from '../panels/Message.tsx'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { useLanguage, useSay } from '../use-screen.tsx'
import type { SettingsKept } from './use-settings.ts'

/** How far the keeping of a setting has come, and the second person where one has to agree. */
export const KeepingState = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const language = useLanguage()
  const { keeping, faults, asked, agree, callOff } = kept
  return (
    <div data-testid="setup-keeping" data-state={keeping} aria-live="polite">
      {asked !== undefined && (
        <SecondPerson
          act="change-settings"
          about={asked.about}
          shown={asked.shown}
          onToken={agree}
          onCancel={callOff}
        />
      )}
      {keeping === 'saving' && <Message tone="waiting" text={say('setup.saving')} />}
      {keeping === 'saved' && <Message tone="good" text={say('settings.saved')} />}
      {keeping === 'failed' && faults.length === 0 && <Message tone="bad" text={say('settings.failed')} />}
      {faults.map(({ field, message }) => (
        <Message
          key={field + message}
          tone="bad"
          text={
            field === '' && message.includes('payment')
              ? say('settings.paymentOpen')
              : say('settings.expects.other', { message: `${field} ${faultText(message, language)}`.trim() })
          }
        />
      ))}
    </div>
  )
}
