import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noBrowser } from '../browser/real-browser.ts'
import { morning } from './examples.ts'
import { withFakeTill } from './fake-screen.ts'
import { officePictures, officeScenes } from './office-scenes.ts'

const onScreen = withFakeTill()
const images = join(import.meta.dirname, '../../docs/images')
const writes = process.env['UPDATE_DOCS'] === '1'

describe.skipIf(noBrowser !== undefined)('the office in both languages', () => {
  test.each(
    Object.entries(officePictures).flatMap(([name, picture]) =>
      (['en', 'zh'] as const).map((language) => [name, language, picture] as const),
    ),
  )('%s, %s: nothing is cut, and the picture is kept', (name, language, { height, enter }) =>
    onScreen(async (page) => {
      await page.setViewportSize({ width: 1024, height })
      // A picture of another day would be another picture.
      await page.clock.setFixedTime(morning)
      if (language === 'zh') await page.keyboard.press('F2')
      await enter(page)
      await page.waitForTimeout(400) // Fonts and charts.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.panel-body, .panel-body *')]
          .filter(
            (element) =>
              element.scrollWidth > element.clientWidth + 1 &&
              element.clientWidth > 0 &&
              getComputedStyle(element).textOverflow !== 'ellipsis' &&
              element.closest('[aria-hidden]') === null,
          )
          .map((element) => `${element.className} ${element.innerText.slice(0, 60)}`),
      )
      expect(cut).toEqual([])
      if (!writes) return
      mkdirSync(images, { recursive: true })
      await page.screenshot({ path: join(images, `${name}-${language}.png`) })
    }),
  )

  test.each(officeScenes)('%s: everything to be tapped is at least 48 pixels high', (_name, enter) =>
    onScreen(async (page) => {
      await enter(page)
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'main :is(button, summary, label:has(input), input[type=date])',
          ),
        ]
          .map((target) => ({
            name: target.dataset['testid'] ?? target.innerText,
            box: target.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.width > 0 && Math.min(box.height, box.width) < 47.5)
          .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
      )
      expect(small).toEqual([])
    }),
  )
})
