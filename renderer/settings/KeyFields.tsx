import { CopyButton, FileButton, Textarea, TextInput } from '@mantine/core'
import type { SettingsView } from '../../main/contract.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'

export interface KeysDraft {
  readonly md5: string
  readonly privateKey: string
  readonly alipayPublicKey: string
  readonly sftpPassword: string
}
export const noKeys: KeysDraft = { md5: '', privateKey: '', alipayPublicKey: '', sftpPassword: '' }

/** What was put in, for the till; an empty field keeps the key that is stored. */
export const keysGiven = (keys: KeysDraft): { readonly keys?: Partial<KeysDraft> } => {
  const given = Object.fromEntries(Object.entries(keys).filter(([, value]) => value.trim() !== ''))
  return Object.keys(given).length === 0 ? {} : { keys: given }
}

interface Props {
  readonly view: SettingsView
  readonly md5: boolean
  readonly keys: KeysDraft
  readonly onChange: (keys: KeysDraft) => void
}

/** The password of the provider's server goes in and never comes out, like a key. */
export const ServerPassword = ({ view, keys, onChange }: Omit<Props, 'md5'>) => {
  const say = useSay()
  const description = say(
    view.keysPresent.sftpPassword ? 'settings.passwordPresent' : 'settings.passwordMissing',
  )
  return (
    <>
      <div className="settings-grid">
        <TextInput
          type="password"
          label={say('settings.field.keys_sftpPassword')}
          description={description}
          data-testid="settings-keys_sftpPassword"
          size="md"
          autoComplete="off"
          value={keys.sftpPassword}
          onChange={(event) => onChange({ ...keys, sftpPassword: event.currentTarget.value })}
        />
      </div>
      <p className="panel-hint">{say('settings.serverHint')}</p>
    </>
  )
}

/** Keys go in and never come out: the till says only which ones are there. */
export const KeyFields = ({ view, md5, keys, onChange }: Props) => {
  const say = useSay()
  const names: readonly (keyof KeysDraft)[] = md5 ? ['md5'] : ['privateKey', 'alipayPublicKey']
  return (
    <>
      <p className="panel-hint">{say('settings.keyNever')}</p>
      <div className="settings-grid">
        {names.map((name) => (
          <div key={name}>
            <Textarea
              label={say(`settings.field.keys_${name}`)}
              description={say(view.keysPresent[name] ? 'settings.keyPresent' : 'settings.keyMissing')}
              data-testid={`settings-keys_${name}`}
              rows={4}
              size="md"
              autoComplete="off"
              spellCheck={false}
              value={keys[name]}
              onChange={(event) => onChange({ ...keys, [name]: event.currentTarget.value })}
            />
            <FileButton
              accept=".pem,.key,.txt,.pub"
              onChange={(file) => {
                void file
                  ?.slice(0, 16_384)
                  .text()
                  .then((text) => onChange({ ...keys, [name]: text.trim() }))
              }}
            >
              {({ onClick }) => (
                <div style={{ marginTop: 8 }}>
                  <PanelButton testId={`settings-keys_${name}-file`} kind="quiet" onPress={onClick}>
                    {say('settings.keyFile')}
                  </PanelButton>
                </div>
              )}
            </FileButton>
          </div>
        ))}
      </div>
      {view.publicKeyPem !== undefined && !md5 && (
        <div style={{ marginTop: 16 }}>
          <Textarea label={say('settings.publicKey')} rows={4} size="md" readOnly value={view.publicKeyPem} />
          <CopyButton value={view.publicKeyPem}>
            {({ copied, copy }) => (
              <div style={{ marginTop: 8 }}>
                <PanelButton testId="settings-copy-public" kind="quiet" onPress={copy}>
                  {say(copied ? 'settings.copied' : 'settings.copy')}
                </PanelButton>
              </div>
            )}
          </CopyButton>
        </div>
      )}
    </>
  )
}
