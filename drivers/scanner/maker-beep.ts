/** What the cashier is to hear of a scan from the scanner itself. */
export type ScanVerdict = 'good' | 'bad'

const ascii = (text: string): readonly number[] => [...new TextEncoder().encode(text)]

/** Output report 0xFD: the length, then the command of the serial line, SYN BEL CR. It knows one sound only. */
const honeywellBeep = [0xfd, 3, 0x16, 0x07, 0x0d]
/** Output report 0x04: the length, then `~` SOH 0000 # command ; ETX. `#` leaves no trace in the scanner's settings. */
const newland = (command: string): readonly number[] => {
  const framed = [0x7e, 0x01, ...ascii(`0000#${command};`), 0x03]
  return [0x04, framed.length, ...framed]
}

/** By USB vendor. Reports that follow each other are a pause apart, so that they are heard as so many. */
const beepsByVendor: Readonly<Record<number, Readonly<Record<ScanVerdict, readonly (readonly number[])[]>>>> =
  {
    0x0c2e: { good: [honeywellBeep], bad: [honeywellBeep, honeywellBeep, honeywellBeep] },
    // Hertz, milliseconds, volume.
    0x1eab: { good: [newland('BEEPON2000F60T20V')], bad: [newland('BEEPON400F400T20V')] },
  }

/** From one beep to the next, milliseconds. */
export const beepEveryMs = 150

/** The reports that make a scanner say it, report id first; none for makers whose commands are not known. */
export const beepReports = (vendorId: number, verdict: ScanVerdict): readonly (readonly number[])[] =>
  beepsByVendor[vendorId]?.[verdict] ?? []
