import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followNotices } from '../../app/notices.ts'
import type { TillNotice } from '../../main/contract.ts'
import { createRecordingTill } from './recording-till.ts'

const gist = (notice: TillNotice): string =>
  notice.type === 'view' ? `view ${notice.view.shop}` : notice.type === 'scanned' ? notice.text : 'broken'

test('a slow screen misses views that were replaced, and no scan', async () => {
  const till = createRecordingTill()
  const notices = followNotices(till)
  expect(gist((await notices.next()).value as TillNotice)).toBe('view Corner Shop')
  till.show('old')
  till.tell({ type: 'scanned', text: 'scan 1' })
  till.show('newer')
  till.tell({ type: 'scanned', text: 'scan 2' })
  till.show('newest')
  const heard = [await notices.next(), await notices.next(), await notices.next()]
  expect(heard.map(({ value }) => gist(value as TillNotice))).toEqual(['scan 1', 'scan 2', 'view newest'])
  await notices.return()
  expect(till.listeners()).toBe(0)
})

test('however much happens, a screen that comes back sees the newest view, and what waits stays small', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), async (happenings) => {
      const till = createRecordingTill()
      const leaving = new AbortController()
      const notices = followNotices(till, leaving.signal)
      await notices.next()
      let shown = 'Corner Shop'
      happenings.forEach((isView, index) => {
        if (isView) till.show((shown = `shop ${index}`))
        else till.tell({ type: 'scanned', text: `scan ${index}` })
      })
      till.show((shown = 'last'))
      const heard: string[] = []
      while (heard.at(-1) !== `view ${shown}`) heard.push(gist((await notices.next()).value as TillNotice))
      const scans = happenings.flatMap((isView, index) => (isView ? [] : [`scan ${index}`]))
      expect(heard).toEqual([...scans.slice(-32), 'view last'])
      const rest = notices.next()
      leaving.abort()
      expect((await rest).done).toBe(true)
      expect(till.listeners()).toBe(0)
    }),
  )
})

test('a screen that left before it listened leaves nothing behind', async () => {
  const till = createRecordingTill()
  expect((await followNotices(till, AbortSignal.abort()).next()).done).toBe(true)
  expect(till.listeners()).toBe(0)
})

test('a till that cannot show its view leaves no listener behind', async () => {
  const till = createRecordingTill()
  till.failNext(new Error('no view'))
  await expect(followNotices(till).next()).rejects.toThrow('no view')
  expect(till.listeners()).toBe(0)
})
