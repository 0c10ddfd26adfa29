import { learnScanner, type Arrival, type Lesson } from '../../drivers/scanner/learn.ts'
import type { ScannerHeard, UsbKeyboard } from '../../main/domain/scanner-heard.ts'
import type { ScannerFinding } from '../../main/domain/scanner-sentences.ts'

/** How far "plug and scan" has come. */
export type Learning =
  /** `torn`: something came from a HID POS scanner, and not whole. */
  { readonly step: 'waiting'; readonly torn: boolean } | { readonly step: 'heard'; readonly lesson: Lesson }

export const learningAtStart: Learning = { step: 'waiting', torn: false }

/** What is there to be heard. */
export type Around = Extract<ScannerHeard, { type: 'around' }>
export const nothingAround: Around = { type: 'around', keyboards: [], ports: [] }

const lessonOf = (arrival: Arrival): Learning => ({ step: 'heard', lesson: learnScanner(arrival) })

/** A trigger pull of a scanner that types. */
export const pullTyped = (
  presses: Extract<Arrival, { channel: 'keyboard' }>['presses'],
  keyboards: readonly UsbKeyboard[],
): Learning => lessonOf({ channel: 'keyboard', presses, keyboards })

/** What came from one that is no keyboard. A line is judged by its bytes: its codes are made by what is set now. */
export const scannerSent = (state: Learning, heard: ScannerHeard): Learning => {
  switch (heard.type) {
    case 'around':
    case 'piece':
      return state
    case 'torn':
      return heard.by.channel === 'hid' ? { step: 'waiting', torn: true } : state
    case 'code':
      return heard.by.channel === 'hid'
        ? lessonOf({ channel: 'hid', text: heard.text, scanner: heard.by })
        : state
    case 'line': {
      const bytes = Uint8Array.from(heard.bytes)
      return lessonOf({ channel: 'serial', bytes, path: heard.by.id, baud: heard.baud })
    }
  }
}

/** Findings that somebody has to do something about; the others are told and can stay. */
const toMend: readonly ScannerFinding[] = [
  'other-code',
  'shortened',
  'no-ending',
  'prefix-not-allowed',
  'suffix-not-allowed',
  'wrong-baud',
]
export const isToMend = (finding: ScannerFinding): boolean => toMend.includes(finding)

/** Speeds of serial scanners, the usual ones first; bits a second. */
export const scannerSpeeds = [9600, 115_200, 19_200, 38_400, 57_600] as const

/** After so long without a scan it is told what to try. */
export const tipsAfterMs = 8000
