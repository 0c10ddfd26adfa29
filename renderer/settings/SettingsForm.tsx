import { useEffect, useState } from 'react'
import type { SettingsView } from '../../main/contract.ts'
import type { Settings, SettingsFault } from '../../main/settings.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { useParts, useLanguage, useSay } from '../use-screen.tsx'
import { ConnectionBox } from './ConnectionBox.tsx'
import { DeviceTests } from './DeviceTests.tsx'
import { changedFields, draftOf, settingsFrom, withAccount, type Draft } from './draft.ts'
import { faultText } from './fault-text.ts'
import { faultsOf } from './faults.ts'
import { FieldInput } from './FieldInput.tsx'
import { groups, tabOf, type Group, type Tab } from './fields.ts'
import { KeyFields, keysGiven, noKeys, ServerPassword, type KeysDraft } from './KeyFields.tsx'
import { SettingsTabs } from './SettingsTabs.tsx'

interface Props {
  readonly view: SettingsView
  readonly onSaved: (view: SettingsView) => void
}
/** As it goes to the till; as the first person typed it, and as it is written when a second one has agreed. */
type Written = { readonly settings: Settings } & ReturnType<typeof keysGiven>
interface Asked {
  readonly about: string
  readonly written: Written
}
type Saving = 'idle' | 'saving' | 'saved' | 'failed'

const changesShownMax = 6
/** What is to be written differently, for the eyes of the second person. */
const shownChanges = (names: readonly string[]): string | undefined => {
  if (names.length === 0) return undefined
  const more = names.length > changesShownMax ? [`+${names.length - changesShownMax}`] : []
  return [...names.slice(0, changesShownMax), ...more].join(' · ')
}

const isAccountTab = (tab: Tab): boolean => tab === 'account' || tab === 'keys' || tab === 'store'

export const SettingsForm = ({ view, onSaved }: Props) => {
  const say = useSay()
  const { client } = useParts()
  const [tab, setTab] = useState<Tab>(() => {
    const first = view.faults?.find(({ field }) => field !== '')
    return first === undefined ? 'shop' : tabOf(first.field)
  })
  const [draft, setDraft] = useState<Draft>(() => draftOf(view.settings))
  const [hasAccount, setHasAccount] = useState(view.settings.gateway !== undefined)
  const [keys, setKeys] = useState<KeysDraft>(noKeys)
  const [faults, setFaults] = useState<readonly SettingsFault[]>(view.faults ?? [])
  const [saving, setSaving] = useState<Saving>('idle')
  const [touched, setTouched] = useState(false)
  const [refusals, setRefusals] = useState(0)

  const settings = () => settingsFrom(draft, view.settings, hasAccount)
  const touch = (): void => {
    setTouched(true)
    setSaving('idle')
  }
  const change = (path: string, value: string | boolean): void => {
    setDraft((before) => ({ ...before, [path]: value }))
    setFaults((before) => before.filter(({ field }) => field !== path && !field.startsWith(`${path}.`)))
    touch()
  }
  const refuse = (found: readonly SettingsFault[]): void => {
    setFaults(found)
    setSaving('idle')
    const [first] = found
    if (first !== undefined && first.field !== '') setTab(tabOf(first.field))
    setRefusals((count) => count + 1)
  }
  // The first field that is to be mended comes into sight, wherever it stands.
  useEffect(() => {
    if (refusals > 0) document.querySelector<HTMLElement>('[role=tabpanel] [aria-invalid=true]')?.focus()
  }, [refusals])
  /** What a second person has to agree to, and nothing else is then written. */
  const [asked, setAsked] = useState<Asked | undefined>()
  const write = (written: Written, token?: string): void => {
    setAsked(undefined)
    setSaving('saving')
    client.settings
      .write({ ...written, ...(token === undefined ? {} : { token }) })
      .then((answer) => {
        const about = answer.ok ? undefined : answer.error.find((fault) => fault.about !== undefined)?.about
        if (about !== undefined && token === undefined) {
          setSaving('idle')
          return setAsked({ about, written })
        }
        if (!answer.ok) return refuse(answer.error)
        setFaults([])
        setKeys(noKeys)
        setDraft(draftOf(answer.value.settings))
        setTouched(false)
        setSaving('saved')
        return onSaved(answer.value)
      })
      .catch((refusal: unknown) => {
        const found = faultsOf(refusal)
        if (found === undefined) setSaving('failed')
        else refuse(found)
      })
  }
  const save = (): void => write({ settings: settings(), ...keysGiven(keys) })

  const fieldsOf = (group: Group) => (
    <fieldset key={group.title} className="settings-group">
      <legend>{say(group.title)}</legend>
      <div className="settings-grid">
        {group.fields
          .filter(({ name }) => hasAccount || !name.startsWith('gateway_'))
          .map((field) => (
            <FieldInput key={field.name} field={field} draft={draft} faults={faults} onChange={change} />
          ))}
      </div>
    </fieldset>
  )

  return (
    <PanelFrame
      title={say('settings.title')}
      testId="settings"
      tools={
        <>
          <SaveState saving={saving} touched={touched} file={view.file} />
          <PanelButton testId="settings-save" busy={saving === 'saving'} onPress={save}>
            {say('settings.save')}
          </PanelButton>
        </>
      }
    >
      {asked !== undefined && (
        <SecondPerson
          act="change-settings"
          about={asked.about}
          shown={shownChanges([
            ...changedFields(draftOf(view.settings), draft).map(({ name }) => say(`settings.field.${name}`)),
            ...(keysGiven(keys).keys === undefined ? [] : [say('settings.tabs.keys')]),
          ])}
          onToken={(token) => write(asked.written, token)}
          onCancel={() => setAsked(undefined)}
        />
      )}
      <SettingsTabs tab={tab} faults={faults} onTab={setTab} />
      <div role="tabpanel" id="settings-panel" aria-labelledby={`tab-${tab}`} style={{ paddingTop: 16 }}>
        <Faults faults={faults} />
        {tab === 'shop' && draft['mode'] === 'live' && (
          <Message tone="caution" text={say('settings.liveWarning')} />
        )}
        {tab === 'shop' && view.lostOnPaper !== undefined && (
          <Message
            tone="caution"
            testId="lost-on-paper"
            text={say('settings.lostOnPaper', { letters: view.lostOnPaper })}
          />
        )}
        {tab === 'account' && (
          <p className="panel-hint" data-testid="account-zone">
            {say('settings.zone', { zone: settings().shop.timeZone })}
          </p>
        )}
        {isAccountTab(tab) && !hasAccount ? (
          <>
            <Message tone="neutral" text={say('settings.noAccount')} />
            <PanelButton
              testId="settings-add-account"
              onPress={() => {
                setHasAccount(true)
                setDraft(withAccount)
                touch()
              }}
            >
              {say('settings.addAccount')}
            </PanelButton>
          </>
        ) : (
          <>
            {groups[tab].map(fieldsOf)}
            {tab === 'keys' && (
              <KeyFields
                view={view}
                md5={draft['gateway.signType'] === 'MD5'}
                keys={keys}
                onChange={(next) => {
                  setKeys(next)
                  touch()
                }}
              />
            )}
            {tab === 'files' && (
              <ServerPassword
                view={view}
                keys={keys}
                onChange={(next) => {
                  setKeys(next)
                  touch()
                }}
              />
            )}
            {(tab === 'account' || tab === 'keys') && (
              <ConnectionBox settings={settings} keys={keys} onFaults={refuse} />
            )}
            {tab === 'account' && draft['mode'] !== 'live' && (
              <div style={{ marginTop: 16 }}>
                <PanelButton
                  testId="settings-remove-account"
                  kind="quiet"
                  onPress={() => {
                    setHasAccount(false)
                    touch()
                  }}
                >
                  {say('settings.removeAccount')}
                </PanelButton>
              </div>
            )}
            {tab === 'devices' && <DeviceTests />}
          </>
        )}
      </div>
    </PanelFrame>
  )
}

/** The key that a fault is about, in front of what is wrong with it. */
const keyName = (field: string, say: ReturnType<typeof useSay>): string => {
  const name = (['md5', 'privateKey', 'alipayPublicKey', 'sftpPassword'] as const).find(
    (key) => field === `keys.${key}`,
  )
  return name === undefined ? '' : `${say(`settings.field.keys_${name}`)}: `
}

/** Faults of the whole, and how many fields have one; each field says its own beside itself. */
const Faults = ({ faults }: { faults: readonly SettingsFault[] }) => {
  const say = useSay()
  const language = useLanguage()
  if (faults.length === 0) return null
  const whole = faults.filter(({ field }) => field === '')
  const unseen = faults.filter(({ field }) => field.startsWith('keys'))
  return (
    <div data-testid="settings-faults">
      {[...whole, ...unseen].map(({ field, message }) => (
        <Message
          key={field + message}
          tone="bad"
          text={
            message.includes('payment') && field === ''
              ? say('settings.paymentOpen')
              : `${keyName(field, say)}${faultText(message, language)}`
          }
        />
      ))}
      {whole.length < faults.length && (
        <Message tone="bad" text={say('settings.faults', { count: faults.length - whole.length })} />
      )}
    </div>
  )
}

const SaveState = ({ saving, touched, file }: { saving: Saving; touched: boolean; file: string }) => {
  const say = useSay()
  return (
    <p className="settings-state" role="status" data-testid="settings-state" data-state={saving}>
      {saving === 'saved' && say('settings.saved')}
      {saving === 'failed' && say('settings.failed')}
      {saving === 'idle' && touched && say('settings.unsaved')}
      {saving === 'idle' && !touched && (
        <span className="panel-hint selectable">
          {say('settings.file')}: {file}
        </span>
      )}
    </p>
  )
}
