import type { CodePage } from '../domain/code-page.ts'
import type { Settings } from '../settings.ts'

/** What a printer can do by itself. Everything else is drawn for it. */
export interface PrinterFacts {
  /** `n` of `ESC t n` for each page that it has. The first that has a letter is taken. */
  readonly codePages: Readonly<Partial<Record<CodePage, number>>>
  /** Two-byte letters between `FS &` and `FS .`; a printer without them is sent no `FS` at all. */
  readonly chinese: 'gb18030' | 'gb2312' | 'none'
  readonly qr: 'native' | 'raster'
  readonly barcode: 'native' | 'raster'
}

/**
 * What makers agree on, and no more: a page that is numbered differently prints a wrong letter, one that is left out
 * prints the right letter drawn. Epson's numbers are those of its TM reference. Star's emulation has been sold with two
 * tables that agree on page 0 only. Small Chinese printers stay in their Chinese font whatever page is asked for.
 */
const profiles: Readonly<Record<Settings['printer']['profile'], PrinterFacts>> = {
  generic: { codePages: { cp437: 0 }, chinese: 'gb18030', qr: 'raster', barcode: 'native' },
  epson: {
    codePages: {
      cp437: 0,
      cp858: 19,
      cp1252: 16,
      cp852: 18,
      cp866: 17,
      cp850: 2,
      cp860: 3,
      cp863: 4,
      cp865: 5,
    },
    chinese: 'none',
    qr: 'native',
    barcode: 'native',
  },
  star: { codePages: { cp437: 0 }, chinese: 'none', qr: 'native', barcode: 'native' },
  'chinese-58': { codePages: {}, chinese: 'gb18030', qr: 'raster', barcode: 'native' },
}

/** The profile, with what the shop has set instead. */
export const printerFacts = (printer: Settings['printer']): PrinterFacts => {
  const { codePages, chinese, qr, barcode } = profiles[printer.profile]
  return {
    codePages: printer.codePages ?? codePages,
    chinese: printer.chinese ?? chinese,
    qr: printer.qr ?? qr,
    barcode: printer.barcode ?? barcode,
  }
}
