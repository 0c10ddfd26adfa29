import { parsePrinterAddress, writePrinterAddress } from '../../drivers/printer/address.ts'
import type { Settings } from '../../main/settings.ts'
import type { TextValues } from '../i18n.ts'
import type { TextKey } from '../texts/en.ts'

export type PrinterSettings = Settings['printer']

/** What somebody may see wrong on the slip that tests a printer. */
export type Seen =
  | 'nothing'
  | 'accents'
  | 'chinese'
  | 'nonsense'
  | 'too-wide'
  | 'too-narrow'
  | 'not-cut'
  | 'cut-early'
  | 'code-missing'
  | 'other'

type FixName =
  Extract<TextKey, `setup.printer.fix.${string}`> extends `setup.printer.fix.${infer Rest}` ? Rest : never
/** One thing that the till does otherwise, and how it is called. */
export interface Fix {
  readonly name: FixName
  readonly values?: TextValues
  readonly printer: PrinterSettings
}

const widths = [32, 42, 48] as const
const cuts = ['partial', 'full', 'none'] as const
/** The usual ones first: an adapter that is set wrong is most often set to one of these. */
const bauds = [9600, 19_200, 38_400, 115_200, 57_600, 4800, 2400, 1200] as const
/** Lines to feed more, so that the cut is below what is printed: the knife is about that far above the head. */
const feedMore = 3
const feedMax = 20

const withWidth = (printer: PrinterSettings, columns: number): Fix => ({
  name: columns === 32 ? 'narrow' : 'wide',
  values: { columns },
  printer: { ...printer, columns },
})
const allDrawn = (printer: PrinterSettings): Fix => ({
  name: 'raster',
  printer: { ...printer, encoding: 'raster' },
})

const otherBauds = (printer: PrinterSettings): readonly Fix[] => {
  const place = parsePrinterAddress(printer.address ?? '')
  if (!place.ok || place.value.kind !== 'serial') return []
  const line = place.value
  return bauds
    .filter((baud) => baud !== line.baud)
    .map((baud) => ({
      name: 'baud',
      values: { baud },
      printer: { ...printer, address: writePrinterAddress({ ...line, baud }) },
    }))
}

/** Everything that may help, the likeliest first. Each one is of use whatever the printer is. */
const remedies = (printer: PrinterSettings, seen: Seen): readonly Fix[] => {
  switch (seen) {
    case 'nothing':
      return otherBauds(printer)
    case 'nonsense': {
      const speeds = otherBauds(printer)
      return speeds.length > 0 ? speeds : [allDrawn(printer)]
    }
    case 'accents':
      return [{ name: 'accents', printer: { ...printer, codePages: {} } }, allDrawn(printer)]
    case 'chinese':
      return [{ name: 'chinese', printer: { ...printer, chinese: 'none' } }, allDrawn(printer)]
    case 'too-wide':
      return widths
        .filter((columns) => columns < printer.columns)
        .slice(-1)
        .map((columns) => withWidth(printer, columns))
    case 'too-narrow':
      return widths
        .filter((columns) => columns > printer.columns)
        .slice(0, 1)
        .map((columns) => withWidth(printer, columns))
    case 'not-cut':
      return cuts
        .filter((cut) => cut !== printer.cut)
        .map((cut) => ({ name: `cut-${cut}`, printer: { ...printer, cut } }))
    case 'cut-early': {
      const fed = printer.feedLines ?? (printer.cut === 'none' ? 4 : 0)
      return fed >= feedMax
        ? []
        : [{ name: 'feed', printer: { ...printer, feedLines: Math.min(feedMax, fed + feedMore) } }]
    }
    case 'code-missing':
      return [{ name: 'codes', printer: { ...printer, qr: 'raster', barcode: 'raster' } }]
    case 'other':
      return []
  }
}

/** Whether it was on paper already. A speed is tried once, whatever else was set otherwise. */
const wasPrinted = ({ name, printer }: Fix, printed: readonly PrinterSettings[]): boolean =>
  printed.some((one) =>
    name === 'baud' ? one.address === printer.address : JSON.stringify(one) === JSON.stringify(printer),
  )

/** The next thing to try; `undefined` when the till has no more to try. */
export const nextFix = (
  printer: PrinterSettings,
  seen: Seen,
  printed: readonly PrinterSettings[],
): Fix | undefined => {
  // When every line is drawn no letters are the printer's own, and none can be wrong by a setting any more.
  if (printer.encoding === 'raster' && (seen === 'accents' || seen === 'chinese')) return undefined
  // Back from a width that is too much to the one before it; never up again to one that was too much.
  return remedies(printer, seen).find((fix) => seen === 'too-wide' || !wasPrinted(fix, printed))
}
