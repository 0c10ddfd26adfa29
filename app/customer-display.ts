import { poleDialect } from '../drivers/display/dialects.ts'
import { createPoleDisplay } from '../drivers/display/pole.ts'
import type { OpenLink } from '../drivers/links/link.ts'
import { serialLink } from '../drivers/links/serial.node.ts'
import { inTurns } from '../drivers/links/turns.ts'
import { parsePrinterAddress } from '../drivers/printer/address.ts'
import type { CustomerDisplay } from '../main/ports.ts'
import type { Settings, SettingsFault } from '../main/settings.ts'

/** The serial line of the customer display, which the drawer may hang on as well; `undefined` without one. */
export const displayLineFor = ({ display: { pole } }: Settings): OpenLink | undefined => {
  if (pole.dialect === 'none' || pole.line === undefined) return undefined
  const address = parsePrinterAddress(pole.line)
  return address.ok && address.value.kind === 'serial' ? inTurns(serialLink(address.value)) : undefined
}

export const customerDisplayFor = (
  { display: { pole } }: Settings,
  line: OpenLink | undefined,
): CustomerDisplay | undefined =>
  line === undefined || pole.dialect === 'none'
    ? undefined
    : createPoleDisplay(line, poleDialect(pole.dialect, pole))

/** What is wrong with that line, for whoever sets it up. */
export const displayFaults = ({ display: { pole }, drawer }: Settings): readonly SettingsFault[] => {
  const wrong = (field: string, message: string): readonly SettingsFault[] => [{ field, message }]
  if (pole.dialect === 'none') {
    return drawer.at === 'display'
      ? wrong(
          'drawer.at',
          'There is no customer display that the drawer could hang on; set display.pole first.',
        )
      : []
  }
  if (pole.line === undefined) {
    return wrong('display.pole.line', 'The display has no line; write it as serial:/dev/ttyUSB1?baud=9600.')
  }
  const address = parsePrinterAddress(pole.line)
  if (!address.ok) return wrong('display.pole.line', address.error)
  return address.value.kind === 'serial'
    ? []
    : wrong('display.pole.line', `"${pole.line}" is no serial port; write serial:/dev/ttyUSB1?baud=9600.`)
}
