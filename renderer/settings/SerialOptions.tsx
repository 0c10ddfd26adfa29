import { NativeSelect } from '@mantine/core'
import {
  parsePrinterAddress,
  printerBauds,
  printerFlows,
  writePrinterAddress,
} from '../../drivers/printer/address.ts'
import { useSay } from '../use-screen.tsx'

interface Props {
  readonly name: string
  readonly address: string
  readonly onChange: (address: string) => void
}

/** Speed and flow control of an address that is a serial port; nothing of any other. */
export const SerialOptions = ({ name, address, onChange }: Props) => {
  const say = useSay()
  const parsed = parsePrinterAddress(address)
  if (!parsed.ok || parsed.value.kind !== 'serial') return null
  const line = parsed.value
  return (
    <div className="settings-line">
      <NativeSelect
        size="md"
        label={say('settings.serial.baud')}
        data-testid={`settings-${name}-baud`}
        value={String(line.baud)}
        data={printerBauds.map(String)}
        onChange={(event) =>
          onChange(writePrinterAddress({ ...line, baud: Number(event.currentTarget.value) }))
        }
      />
      <NativeSelect
        size="md"
        label={say('settings.serial.flow')}
        data-testid={`settings-${name}-flow`}
        value={line.flow}
        data={printerFlows.map((flow) => ({ value: flow, label: say(`settings.serial.flows.${flow}`) }))}
        onChange={(event) => {
          const flow = printerFlows.find((each) => each === event.currentTarget.value) ?? line.flow
          onChange(writePrinterAddress({ ...line, flow }))
        }}
      />
    </div>
  )
}
