import { scannerMakers } from '../../drivers/scanner/makers.ts'
import { symbologies } from '../../drivers/scanner/symbology.ts'
import { keyTraces, type KeyTrace } from '../devices/fixtures/key-traces.ts'
import { play } from '../devices/keyboard-player.ts'

const hex = (value: number): string => value.toString(16).padStart(4, '0').toUpperCase()

const shopOf = ({ shop: { terminator, gapMs, prefix, layout } }: KeyTrace): string =>
  [
    `\`${terminator}\``,
    ...(gapMs === undefined ? [] : [`gap ${gapMs}`]),
    ...(prefix === undefined ? [] : [`prefix \`${prefix}\``]),
    ...(layout === undefined ? [] : [`layout \`${layout}\``]),
  ].join(', ')

/** What the layer makes of a trace, in the words of the table. */
const resultOf = (trace: KeyTrace): string => {
  const { scans, partials, amount } = play(trace.strokes, trace.shop)
  const [scan] = scans
  const result =
    partials.length > 0 ? '"scan again"' : scan === trace.code ? 'right code' : scan === undefined ? 'nothing' : '"no payment code"'
  return `${result}${amount === '' ? '' : `; amount ${amount}`}`
}

/** `docs/scanners.md`. Its tables come from the code and from what the traces give. */
export const scannersPage = (): string =>
  `# Scanners

Any scanner that types as a keyboard works when it is plugged in. HID POS is better where the scanner has it: its codes
come whole, cannot get into a field or press a key, and the till sees when its cable is pulled. A scanner on a serial
port or on USB-COM is named in the settings (\`scanners.serial\`).

| how it is connected | what ends a code | what is torn | seen when unplugged |
| --- | --- | --- | --- |
| USB HID POS | the report that says so | refused whole: "scan again" | within a second |
| serial, USB-COM | its suffix; without one a silence of 50 ms, and only what the till knows is taken | refused whole: "scan again" | within a second |
| keyboard | Enter or Tab; without one a silence | taken out of the amount again: "scan again" | no |

A torn code stays refused to its end: what is left of one looks like a whole one.

## Setting one up

In the settings (F9) under devices, or on the first screen of a till that has sold nothing yet: set up devices, scanner.
The screen shows a code, twice: as a QR code and as Code 128. It is no payment code, and while the page is open no scan
goes to a sale. What scans it is known by what comes: a report of USB HID POS, bytes on a serial port, or keys. The till
says in a sentence what it found, and sets itself when Enter is pressed: HID POS on; the port, its speed and ending; or
the ending, the pace, the prefix and the layout of one that types. When nothing comes for 8 seconds it says what to try.

To listen, the till opens every serial port that it has no other use for, and writes nothing to it.

From the first screen of a new till to the first code that it takes: a scanner that types needs 4 presses and 1 scan on
2 screens, USB HID POS 3 presses and 1 scan on 2 screens.

Test the scanner (the same place) shows the last scans key by key, or report by report, with their times, what the till
made of each and why, and as buttons what the till can take over from them: the pace, the ending, a prefix, the layout,
the speed of a line. Of a payment code it shows the first two and the last four digits.

Two scanners that type cannot be told apart: what is set holds for both.

| a scanner that types, and | is found by the code on the screen | then |
| --- | --- | --- |
| has Tab, Enter or nothing behind a code | yes | set |
| sends something before each code | yes | set |
| sends something behind each code, before Enter | yes | a code of its manual takes it away |
| types as a French or German keyboard, and the computer does not | yes | set |
| types Alt and numbers | yes | works, slowly |
| drops characters | yes | factory settings, by its manual |
| could be HID POS (makers below) | by its USB number, where the system tells it | a code of its manual |

## HID POS

Fields are found by the scanner's own report descriptor where the system shows it (Linux: \`/sys/class/hidraw\`): data,
length, "goes on" and the AIM identifier by their usages (HID Point of Sale Usage Tables, page 8C). On Windows and macOS
the till cannot read it; there, and when it describes no scans, one of three known layouts is chosen by what fits, and
kept. When descriptor and reports are at odds, the log says so once (\`scanner.descriptor-at-odds\`), that code is
refused, and the layouts are tried.

| maker | USB vendor | HID POS by a code of its manual |
| --- | --- | --- |
${scannerMakers.map(({ name, vendorId, hidPos }) => `| ${name} | ${hex(vendorId)} | ${hidPos ? 'yes' : 'not known'} |`).join('\n')}

With \`scanners.beep\` set to \`maker\` a Honeywell or Newland scanner is told whether a code counts, by the commands of
their manuals: Honeywell beeps once or three times, Newland high or low. A serial scanner that waits for its host is
answered with ESC 7 or ESC 8 (\`acknowledge\`).

The identifier of the symbology, where it is sent:

| identifier | symbology |
| --- | --- |
${Object.entries(symbologies).map(([letter, name]) => `| \`]${letter}\` | ${name} |`).join('\n')}

## Typed codes

Each line is one trigger pull, key by key, made after what is published of real scanners; no device stood here. It is
played into the layer that reads keys, and with its times into a real browser, and both give this. The code is right or
the screen says what to do; the amount stays as it was typed.

| scanner | ms from character to character | settings | result |
| --- | --- | --- | --- |
${keyTraces.map((trace) => `| ${trace.name} | ${trace.pace} | ${shopOf(trace)} | ${resultOf(trace)} |`).join('\n')}

Settings: the ending (\`scanners.terminator\`), the learned gap, the prefix and the layout (\`scanners.wedge\`). A gap has to be known
only of scanners slower than 100 ms a character.
`
