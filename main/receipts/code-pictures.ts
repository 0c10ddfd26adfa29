import type { CodePictures } from '../contract/scanners.ts'
import { escapedText } from './document.ts'
import { pictureOf } from './faces.ts'

/** Up to this many letters and digits a QR code has 25 modules a side; longer ones need a wider picture. */
const shortText = 38
/** Of Code 128 with bars of two units, that a screen of 1024 pixels still shows with a pixel and more a unit. */
const barsTextMax = 30

/** Draws codes for the screen as those of receipts are drawn. `text` is up to 200 characters of visible ASCII. */
export const codePictures = (text: string): CodePictures => {
  const code = `{code:${escapedText(text)}}`
  const qr = pictureOf(`{option:qrcode,8,m}\n${code}`, text.length <= shortText ? 20 : 44)
  return text.length > barsTextMax
    ? { qr }
    : { qr, bars: pictureOf(`{option:code128,2,96,nohri}\n${code}`, 52) }
}
