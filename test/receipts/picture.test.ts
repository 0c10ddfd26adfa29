import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../browser/real-browser.ts'
import { pictureOf } from '../../main/receipts/faces.ts'
import { readPaper } from './paper.ts'
import { paperPicture } from './paper-picture.ts'
import { paperScenes, type PaperScene } from './paper-scenes.ts'
import { bytesOf } from './presses.ts'
import { readPicture } from './reader.ts'

/**
 * Papers as eyes and scanners see them, drawn by a real browser: the picture on the screen, and the paper that a printer
 * makes of its bytes. `UPDATE_DOCS=1` keeps the papers in `docs/images`, where `docs/screens.md` shows them.
 */
const images = join(import.meta.dirname, '../../docs/images')
const writes = process.env['UPDATE_DOCS'] === '1'

describe.skipIf(noBrowser !== undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  const onPage = async <T>(html: string, look: (page: Page) => Promise<T>): Promise<T> => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
    try {
      await page.setContent(html)
      return await look(page)
    } finally {
      await page.close()
    }
  }
  const asImage = (svg: string): string =>
    `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:"></head>` +
    `<body bgcolor="#e8e6e1"><table cellpadding="12"><tr><td><table bgcolor="#ffffff" cellpadding="0"><tr><td>` +
    `<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"></td></tr></table></td></tr></table></body></html>`
  const photographed = (svg: string): Promise<Buffer> =>
    onPage(asImage(svg), (page) => page.locator('body > table').screenshot({ type: 'png' }))

  const scenes = Object.entries<PaperScene>(paperScenes).flatMap(([name, scene]) =>
    (['en', 'zh'] as const).map((language) => [`${name}-${language}`, language, scene] as const),
  )

  test.each(scenes)(
    '%s: the codes read off the screen and off the paper, under a policy that allows pictures only',
    async (name, language, { columns, printer, model, document, codes }) => {
      const text = document(language)
      const paper = readPaper(bytesOf(text, { ...printer, columns }), columns * 12, model)
      expect(paper.complaints).toEqual([])
      const picture = await photographed(paperPicture(paper, columns * 12))
      if (writes) {
        await mkdir(images, { recursive: true })
        await writeFile(join(images, `${name}.png`), picture)
      }
      const sorted = (read: readonly { readonly format: string }[]) =>
        read.toSorted((a, b) => a.format.localeCompare(b.format))
      expect(sorted(await readPicture(picture))).toEqual(codes)
      expect(sorted(await readPicture(await photographed(pictureOf(text, columns))))).toEqual(codes)
    },
  )
})
