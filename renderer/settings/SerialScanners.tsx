import { NativeSelect, Switch, TextInput } from '@mantine/core'
import type { Settings, SettingsFault } from '../../main/settings.ts'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'

type SerialScanner = Settings['scanners']['serial'][number]

interface Props {
  /** The list as JSON, as the draft has it. */
  readonly value: string
  readonly faults: readonly SettingsFault[]
  readonly onChange: (value: string) => void
}

/** As many as the settings take. */
const scannersMax = 4
/** Scanners know faster lines than printers. */
const bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600]
const suffixes = ['cr', 'lf', 'crlf', 'tab', 'etx', 'none'] as const
const fresh: SerialScanner = { path: '', baud: 9600, suffix: 'cr', acknowledge: false }

/** Scanners on serial ports and USB-COM, one row each. */
export const SerialScanners = ({ value, faults, onChange }: Props) => {
  const say = useSay()
  // Only this page writes it, and only from what the till has parsed.
  const scanners = JSON.parse(value) as readonly SerialScanner[]
  const write = (next: readonly SerialScanner[]): void => onChange(JSON.stringify(next))
  return (
    <div className="settings-whole" data-testid="settings-scanners_serial">
      <strong>{say('settings.field.scanners_serial')}</strong>
      {scanners.map((scanner, index) => {
        const change = (part: Partial<SerialScanner>): void =>
          write(scanners.map((one, at) => (at === index ? { ...one, ...part } : one)))
        const id = `settings-serial-${index}`
        const isWrong = faults.some(({ field }) => field.startsWith(`scanners.serial.${index}`))
        return (
          // Rows have no other name: a port may be typed twice, and is then refused.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="settings-line">
            <TextInput
              size="md"
              label={say('settings.serial.port')}
              data-testid={`${id}-path`}
              autoComplete="off"
              spellCheck={false}
              value={scanner.path}
              {...(isWrong ? { error: say('settings.expects.port') } : {})}
              onChange={(event) => change({ path: event.currentTarget.value.trim() })}
            />
            <NativeSelect
              size="md"
              label={say('settings.serial.baud')}
              data-testid={`${id}-baud`}
              value={String(scanner.baud)}
              data={[...new Set([...bauds, scanner.baud])].toSorted((a, b) => a - b).map(String)}
              onChange={(event) => change({ baud: Number(event.currentTarget.value) })}
            />
            <NativeSelect
              size="md"
              label={say('settings.serial.suffix')}
              data-testid={`${id}-suffix`}
              value={scanner.suffix}
              data={suffixes.map((suffix) => ({
                value: suffix,
                label: say(`settings.serial.suffixes.${suffix}`),
              }))}
              onChange={(event) =>
                change({ suffix: suffixes.find((each) => each === event.currentTarget.value) ?? 'cr' })
              }
            />
            <Switch
              size="lg"
              mih={48}
              label={say('settings.serial.acknowledge')}
              data-testid={`${id}-acknowledge`}
              checked={scanner.acknowledge}
              onChange={(event) => change({ acknowledge: event.currentTarget.checked })}
            />
            <PanelButton
              kind="quiet"
              testId={`${id}-remove`}
              onPress={() => write(scanners.filter((_, at) => at !== index))}
            >
              {say('settings.serial.remove')}
            </PanelButton>
          </div>
        )
      })}
      {scanners.length < scannersMax && (
        <div className="settings-line">
          <PanelButton kind="quiet" testId="settings-serial-add" onPress={() => write([...scanners, fresh])}>
            {say('settings.serial.add')}
          </PanelButton>
        </div>
      )}
    </div>
  )
}
