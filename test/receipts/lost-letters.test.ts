import { beforeAll, describe, expect, test } from 'vitest'
import { readDrawingParts } from '../../app/letters.ts'
import { createLetterFinder, createLineDrawer } from '../../main/receipts/drawing.node.ts'
import { columnsOf } from '../../main/receipts/lettering.ts'
import { lostLetters } from '../../main/receipts/lost-letters.ts'
import type { DrawLine } from '../../main/receipts/raster.ts'
import { settingsSchema } from '../../main/settings.ts'

let canDraw: (cluster: string) => boolean
let draw: DrawLine
beforeAll(async () => {
  const parts = await readDrawingParts()
  canDraw = createLetterFinder(parts)
  draw = await createLineDrawer(parts)
})

const lost = (shop: Record<string, unknown>, printer: Record<string, unknown> = {}): Promise<string> =>
  lostLetters(
    settingsSchema.parse({ shop, printer: { address: '127.0.0.1:9100', profile: 'epson', ...printer } }),
    () => Promise.resolve(canDraw),
  )

describe('the letters that no receipt can show', () => {
  test.each([
    ['مقهى', 'م ق ه ى'],
    ['בית קפה', 'ב י ת ק פ ה'],
    ['카페 Seoul', '카 페'],
    ['चाय', 'च ा य'],
    ['Café Łódź', ''],
    ['Καφενείο', ''],
    ['Кафе', ''],
    ['ร้านกาแฟ', ''],
    ['茶馆 カフェ', ''],
  ])('are told of a shop whose name is %s: "%s"', async (name, letters) => {
    expect(await lost({ name })).toBe(letters)
  })

  test('are told of its address and tax number as well, each once', async () => {
    expect(await lost({ name: 'Tea', address: ['1 Main St', 'א 1', 'א 2'], taxId: 'ب1' })).toBe('א ب')
  })

  test('are told when one of them is drawn that the printer has, as every line is drawn on it or is with its neighbour', async () => {
    const rare = '䶮'
    expect(canDraw(rare)).toBe(false)
    const generic = { profile: 'generic' }
    expect(await lost({ name: rare }, generic)).toBe('')
    expect(await lost({ name: rare }, { ...generic, encoding: 'raster' })).toBe(rare)
    expect(await lost({ name: `${rare} ร้าน` }, generic)).toBe(rare)
    expect(await lost({ name: rare })).toBe(rare)
  })

  test('are told of no shop that prints by the system, which has letters of its own', async () => {
    expect(await lost({ name: 'مقهى' }, { address: undefined })).toBe('')
  })

  test.each(['م', 'ב', '카', 'च', '䶮', 'ł', 'ร้', '茶'])(
    'are those that are drawn as question marks: %s',
    (letter) => {
      const dots = (text: string) => draw([{ text, x: 0, bold: false, scaleX: 1, scaleY: 1 }], 48)
      const isQuestionMark =
        JSON.stringify(dots(letter)) === JSON.stringify(dots(columnsOf(letter) === 2 ? '？' : '?'))
      expect(isQuestionMark).toBe(!canDraw(letter))
    },
  )
})
