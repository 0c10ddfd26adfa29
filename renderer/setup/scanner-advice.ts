import type { Lesson, ScannerAdvice } from '../../drivers/scanner/learn.ts'
import type { Settings } from '../../main/settings.ts'

type Scanners = Settings['scanners']

const withLine = (
  lines: Scanners['serial'],
  { path, baud, suffix }: Extract<ScannerAdvice, { serial: unknown }>['serial'],
): Scanners['serial'] => {
  const set = lines.find((line) => line.path === path)
  const line = { path, baud, suffix, acknowledge: set?.acknowledge ?? false }
  return set === undefined ? [...lines, line] : lines.map((one) => (one === set ? line : one))
}

/** The settings with what was learned of a scanner; what was known of one that types before is forgotten. */
export const withAdvice = (settings: Settings, advice: ScannerAdvice): Settings => {
  const { scanners } = settings
  if ('hid' in advice) return { ...settings, scanners: { ...scanners, hid: advice.hid } }
  if ('serial' in advice)
    return { ...settings, scanners: { ...scanners, serial: withLine(scanners.serial, advice.serial) } }
  return { ...settings, scanners: { ...scanners, terminator: advice.terminator, wedge: advice.wedge } }
}

/** A pace that wavers by less is the same one: a quarter, or five milliseconds. */
export const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(5, b / 4)

/** Whether the till works so already. */
export const isSetSo = ({ scanners }: Settings, advice: ScannerAdvice): boolean => {
  if ('hid' in advice) return scanners.hid === advice.hid
  if ('serial' in advice) {
    const { path, baud, suffix } = advice.serial
    return scanners.serial.some((line) => line.path === path && line.baud === baud && line.suffix === suffix)
  }
  const { terminator, wedge } = scanners
  return (
    terminator === advice.terminator &&
    wedge.prefix === advice.wedge.prefix &&
    wedge.layout === advice.wedge.layout &&
    wedge.gapMs !== undefined &&
    isNear(advice.wedge.gapMs, wedge.gapMs)
  )
}

type Ending = 'enter' | 'tab' | 'none' | 'cr' | 'lf' | 'crlf' | 'etx'
/** What was found, for one sentence of the screen. */
export type FoundScanner =
  | { readonly kind: 'hid'; readonly device: string }
  | { readonly kind: 'serial'; readonly device: string; readonly baud: number; readonly ending: Ending }
  | {
      readonly kind: 'keyboard'
      readonly maker: string | undefined
      readonly ms: number
      readonly ending: Ending
    }
  /** Something came, and it is of no use yet. */
  | { readonly kind: 'something'; readonly channel: Lesson['channel']; readonly device: string | undefined }

export const foundScanner = ({ channel, device = '', advice }: Lesson): FoundScanner => {
  if (advice === undefined) return { kind: 'something', channel, device: device === '' ? undefined : device }
  if ('hid' in advice) return { kind: 'hid', device }
  if ('serial' in advice)
    return { kind: 'serial', device, baud: advice.serial.baud, ending: advice.serial.suffix }
  return {
    kind: 'keyboard',
    maker: device === '' ? undefined : device,
    ms: advice.wedge.gapMs,
    ending: advice.terminator,
  }
}
