import {
  BinaryBitmap,
  Code128Reader,
  DecodeHintType,
  GlobalHistogramBinarizer,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
  type LuminanceSource,
} from '@zxing/library'
import { repairCode128 } from './code128-repair.ts'
import { boxMean, evenLight, half, quarterTurn, turned, type Grey } from './grey.ts'

/**
 * How @zxing/library looks at a frame: its two readers, each on versions of the picture on which it is strong. Five
 * cheap passes go over every frame, one dear pass a frame in turn; the order was chosen by measuring single passes on
 * pictures set apart for it. Evening the light for bars is left out on purpose: it made well-formed misreadings.
 */
export interface FramePasses {
  readonly cheap: (frame: Grey) => string | undefined
  /** The `turn`-th of the dear passes, counted round. */
  readonly dear: (frame: Grey, turn: number) => string | undefined
  readonly dearCount: number
}

/** The picture as it is and half as large. */
interface Views {
  readonly full: Grey
  readonly half: Grey
}
type Pass = (views: Views) => string | undefined
type Binarizer = new (source: LuminanceSource) => HybridBinarizer | GlobalHistogramBinarizer

export const createFramePasses = (): FramePasses => {
  repairCode128()
  const thorough = new Map<DecodeHintType, boolean>([[DecodeHintType.TRY_HARDER, true]])
  const readWith =
    (reader: Code128Reader | QRCodeReader) =>
    (image: Grey, Binarize: Binarizer, hints?: Map<DecodeHintType, boolean>): string | undefined => {
      try {
        const source = new RGBLuminanceSource(image.pixels, image.width, image.height)
        return reader.decode(new BinaryBitmap(new Binarize(source)), hints).getText()
      } catch {
        // The library throws for "nothing here", which is most frames, and for whatever a torn symbol leads it into.
        return undefined
      }
    }
  const bar = readWith(new Code128Reader())
  const qr = readWith(new QRCodeReader())

  const cheap: readonly Pass[] = [
    ({ full }) => bar(full, HybridBinarizer),
    ({ half }) => qr(half, GlobalHistogramBinarizer),
    ({ half }) => qr(half, HybridBinarizer, thorough),
    ({ half }) => bar(half, HybridBinarizer),
    ({ full }) => qr(full, GlobalHistogramBinarizer),
  ]
  const dear: readonly Pass[] = [
    ({ full }) => bar(boxMean(full, 0, 3), HybridBinarizer, thorough),
    ({ half }) => qr(evenLight(half, 8), GlobalHistogramBinarizer),
    ({ full }) => bar(quarterTurn(full), HybridBinarizer),
    ({ full }) => bar(turned(full, 150), HybridBinarizer),
    ({ full }) => bar(turned(full, 60), HybridBinarizer),
    ({ half: small }) => qr(half(small), HybridBinarizer, thorough),
    ({ full }) => bar(turned(full, 30), HybridBinarizer),
    ({ full }) => bar(turned(full, 120), HybridBinarizer),
  ]
  const viewsOf = (frame: Grey): Views => ({ full: frame, half: half(frame) })

  return {
    cheap: (frame) => {
      const views = viewsOf(frame)
      for (const pass of cheap) {
        const text = pass(views)
        if (text !== undefined) return text
      }
      return undefined
    },
    dear: (frame, turn) => dear[turn % dear.length]?.(viewsOf(frame)),
    dearCount: dear.length,
  }
}
