import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sayIn } from '../../renderer/i18n.ts'
import { en, type TextKey } from '../../renderer/texts/en.ts'
import { zh } from '../../renderer/texts/zh.ts'

const leaves = (tree: object, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[`${path}${key}`, String(value)] as const],
  )
const gaps = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()

const renderer = join(import.meta.dirname, '../../renderer')
const filesIn = async (ending: RegExp): Promise<readonly (readonly [string, string])[]> => {
  const names = (await readdir(renderer, { recursive: true })).filter((name) => ending.test(name))
  return Promise.all(names.map(async (name) => [name, await readFile(join(renderer, name), 'utf8')] as const))
}

describe('the words of the screen', () => {
  const english = new Map(leaves(en))
  const chinese = new Map(leaves(zh))

  test('both languages have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('no text is empty, and both languages have the same gaps', () => {
    const wrong = [...english].filter(([key, text]) => {
      const translated = chinese.get(key) ?? ''
      return text.trim() === '' || translated.trim() === '' || gaps(translated).join() !== gaps(text).join()
    })
    expect(wrong).toEqual([])
  })

  test('a text is filled in, and a shop called <b> is shown as it is called', () => {
    expect(sayIn('en')('refund.sure', { amount: '<b>&' })).toBe('Give back <b>&?')
    expect(sayIn('zh')('header.online', { ms: 180 })).toBe('在线 180 毫秒')
  })

  test('every key leads to its text', () => {
    for (const [key, text] of english) {
      if (gaps(text).length === 0) expect(sayIn('en')(key as TextKey)).toBe(text)
    }
  })
})

describe('the house rules of the screen', () => {
  test('every class has a style and every style is used', async () => {
    const sheets = (await filesIn(/\.css$/)).map(([, text]) => text).join('\n')
    const code = (await filesIn(/\.tsx$/)).map(([, text]) => text).join('\n')
    const prefix = '(?:frame|sale|result|side|panel|story|settings|cash|office|days|figures|people|setup)'
    const defined = new Set(
      [...sheets.matchAll(new RegExp(`\\.(${prefix}-\\w+)`, 'g'))].map(([, name]) => name ?? ''),
    )
    const used = new Set(
      [...code.matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g)]
        .flatMap(([, plain, built]) => (plain ?? built ?? '').split(/\s+/))
        .filter((name) => new RegExp(`^${prefix}-\\w+$`).test(name)),
    )
    // Chosen by a condition or made of a tone.
    for (const name of ['settings-faulty', 'panel-error', 'panel-hint']) used.add(name)
    for (const tone of ['good', 'bad', 'caution', 'waiting', 'neutral']) used.add(`side-${tone}`)
    expect([...used].filter((name) => !defined.has(name))).toEqual([])
    expect([...defined].filter((name) => !used.has(name))).toEqual([])
  })

  test('no text is turned into HTML, and no words stand in the components', async () => {
    const rules = [/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML/, />\s*[A-Z][a-z]+ [a-z]+[^<{}]*</]
    const breaking = (await filesIn(/\.tsx$/)).filter(([, text]) => rules.some((rule) => rule.test(text)))
    expect(breaking.map(([name]) => name)).toEqual([])
  })
})
