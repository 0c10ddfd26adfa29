import { expect, test } from 'vitest'
import type { DiskErrorCode, DiskFault } from './disk-plan.ts'
import { failEverywhere, type Dress } from './disk-sweep.ts'

/** All of them, or in the usual run those that have found most. */
const isThorough = process.env['SPOT_TILL_FAULTS'] === '1'

const error = (code: DiskErrorCode, effect: 'none' | 'part' | 'whole'): DiskFault => ({
  kind: 'error',
  code,
  effect,
})
const usual: readonly [string, DiskFault, 'once' | 'for-ever'][] = [
  ['fails once with EIO and does nothing', error('EIO', 'none'), 'once'],
  ['fails once with EIO and has done all', error('EIO', 'whole'), 'once'],
  ['fails from then on with EIO', error('EIO', 'none'), 'for-ever'],
  ['finds the disk full from then on', error('ENOSPC', 'part'), 'for-ever'],
]
const rare: typeof usual = [
  ['fails once with EIO and does a part', error('EIO', 'part'), 'once'],
  ['fails from then on with EIO and does a part', error('EIO', 'part'), 'for-ever'],
  ['fails from then on with EROFS', error('EROFS', 'none'), 'for-ever'],
  ['finds the disk full once', error('ENOSPC', 'part'), 'once'],
  ['is over its quota once', error('EDQUOT', 'none'), 'once'],
  ['takes only a part of what it writes', { kind: 'short' }, 'for-ever'],
]

test.each(isThorough ? [...usual, ...rare] : usual)(
  'F29 F30 F31: any operation that %s: what the till believes is what the file says',
  (name, fault, times) => {
    const { points, wrong } = failEverywhere(fault, times)
    console.log(`${name}: ${points} points`)
    expect(wrong).toEqual([])
    expect(points).toBeGreaterThan(150)
  },
  120_000,
)

/** A storage that lets nobody hear of a failed write of the witness, nor of a failed commit. */
const deaf: Dress = (storage) => ({
  ...storage,
  appendDurably: (file) => {
    const opened = storage.append(file)
    const write = (bytes: Uint8Array, offset: number): number => {
      try {
        return opened.write(bytes, offset)
      } catch {
        return bytes.length - offset
      }
    }
    return { ...opened, write }
  },
  connect: (file) => {
    const connection = storage.connect(file)
    const prepare = (sql: string): unknown => {
      const statement = connection.prepare(sql)
      if (sql !== 'commit') return statement
      const run = (): void => {
        try {
          statement.run()
        } catch {
          // What the mistake is: the till takes a failed commit for a good one.
        }
      }
      return { run }
    }
    return new Proxy(connection, {
      get: (target, key) => (key === 'prepare' ? prepare : (Reflect.get(target, key) as unknown)),
    })
  },
})

test('the same run finds a till that takes failed writes for good ones', () => {
  const { wrong } = failEverywhere(error('EIO', 'none'), 'once', deaf, 180)
  console.log(`found: ${wrong[0] ?? 'nothing'}`)
  expect(wrong).not.toEqual([])
}, 120_000)
