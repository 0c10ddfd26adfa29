import { NativeSelect, TextInput } from '@mantine/core'
import { codePages } from '../../main/domain/code-page.ts'
import type { SettingsFault } from '../../main/settings.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import type { CodePageRows } from './draft.ts'

interface Props {
  /** The rows as JSON, as the draft has them; empty while the printer's kind says which there are. */
  readonly value: string
  readonly faults: readonly SettingsFault[]
  readonly onChange: (value: string) => void
}

/** Which code pages the printer has, and under which numbers, one row each. */
export const CodePages = ({ value, faults, onChange }: Props) => {
  const say = useSay()
  // Only this page writes it, and only from what the till has parsed.
  const isOwn = value !== ''
  const rows = isOwn ? (JSON.parse(value) as CodePageRows) : []
  const write = (next: CodePageRows): void => onChange(JSON.stringify(next))
  const free = codePages.filter((page) => !rows.some(([taken]) => taken === page))
  const [next] = free
  return (
    <div className="settings-whole" data-testid="settings-printer_codePages">
      <NativeSelect
        size="md"
        label={say('settings.field.printer_codePages')}
        data-testid="settings-codePages"
        value={isOwn ? 'own' : ''}
        data={[
          { value: '', label: say('settings.option.profile') },
          { value: 'own', label: say('settings.codePages.own') },
        ]}
        onChange={(event) => onChange(event.currentTarget.value === '' ? '' : '[]')}
      />
      {rows.map(([page, number], index) => {
        const change = (row: CodePageRows[number]): void =>
          write(rows.map((one, at) => (at === index ? row : one)))
        const id = `settings-codePage-${index}`
        const isWrong = faults.some(({ field }) => field === `printer.codePages.${page}`)
        return (
          // A row whose page is changed stays the row that somebody's hand is on.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="settings-line">
            <NativeSelect
              size="md"
              label={say('settings.codePages.page')}
              data-testid={`${id}-page`}
              value={page}
              data={codePages.filter((one) => one === page || free.includes(one))}
              onChange={(event) => change([event.currentTarget.value, number])}
            />
            <TextInput
              size="md"
              label={say('settings.codePages.number')}
              data-testid={`${id}-number`}
              autoComplete="off"
              inputMode="numeric"
              value={number}
              {...(isWrong ? { error: say('settings.expects.codePage') } : {})}
              onChange={(event) => change([page, event.currentTarget.value])}
            />
            <PanelButton
              kind="quiet"
              testId={`${id}-remove`}
              onPress={() => write(rows.filter(([one]) => one !== page))}
            >
              {say('settings.serial.remove')}
            </PanelButton>
          </div>
        )
      })}
      {isOwn && next !== undefined && (
        <div className="settings-line">
          <PanelButton
            kind="quiet"
            testId="settings-codePage-add"
            onPress={() => write([...rows, [next, '']])}
          >
            {say('settings.codePages.add')}
          </PanelButton>
        </div>
      )}
    </div>
  )
}
