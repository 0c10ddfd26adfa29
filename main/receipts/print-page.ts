/**
 * A receipt as a page of its own, for printers that the operating system drives and for PDF. It has no script and
 * loads nothing; its policy allows its one style element by the nonce and nothing else.
 *
 * A browser opens the page and prints it by hand. Electron loads it into a hidden, sandboxed window
 * (`data:text/html;charset=utf-8,` + `encodeURIComponent(html)`) and calls `webContents.print({ silent, deviceName })`,
 * or `webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })`: the page says its own size.
 */
export type PaperSize = '80mm' | '58mm' | 'a4'

/** Printable width of each paper, and the margin around it, millimetres. Rolls are printed up to 4 mm of their edge. */
const papers: Readonly<Record<PaperSize, { readonly printMm: number; readonly marginMm: number }>> = {
  '80mm': { printMm: 72, marginMm: 4 },
  '58mm': { printMm: 48, marginMm: 5 },
  a4: { printMm: 80, marginMm: 15 },
}

export interface PrintPage {
  readonly html: string
  /** For `Content-Security-Policy`, when a host serves the page over HTTP; the page says the same by itself. */
  readonly policy: string
}

const escapedHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const svgSize = /^<svg width="(\d+(?:\.\d+)?)px" height="(\d+(?:\.\d+)?)px"/

/**
 * `svg` is the picture of faces.ts. `nonce` is chance from the host, at least 16 characters of base64, new for every
 * page. Throws for a picture that is not one of ours: its size decides the length of the paper.
 */
export const printPage = (options: {
  readonly svg: string
  readonly paper: PaperSize
  readonly title: string
  readonly language: 'en' | 'zh'
  readonly nonce: string
}): PrintPage => {
  const { svg, paper, title, language, nonce } = options
  const [, width, height] = svgSize.exec(svg) ?? []
  if (width === undefined || height === undefined) throw new TypeError('not a picture of a receipt')
  if (!/^[A-Za-z0-9+/=_-]{16,}$/.test(nonce)) throw new TypeError('a nonce has 16 or more base64 characters')
  const { printMm, marginMm } = papers[paper]
  const lengthMm = Math.ceil((Number(height) / Number(width)) * printMm) + 2 * marginMm
  // One page as long as the receipt: a roll has no second page. A4 breaks pages as it likes.
  const size = paper === 'a4' ? 'A4' : `${printMm + 2 * marginMm}mm ${lengthMm}mm`
  const style = [
    `@page { size: ${size}; margin: ${marginMm}mm }`,
    'html, body { margin: 0; padding: 0; background: #fff }',
    `svg { display: block; width: ${printMm}mm; height: auto; margin: 0 auto }`,
    `@media screen { svg { padding: ${marginMm}mm 0 } }`,
  ].join('\n')
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`
  const html = [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escapedHtml(title)}</title>`,
    `<style nonce="${nonce}">\n${style}\n</style>`,
    '</head>',
    `<body>${svg}</body>`,
    '</html>',
  ].join('\n')
  return { html, policy }
}
