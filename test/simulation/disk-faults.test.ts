import { expect, test } from 'vitest'
import type { DiskFault, DiskOperation } from './disk-plan.ts'
import { failEverywhere, plain, quietRun, sellOn } from './disk-sweep.ts'
import { createVirtualDisk } from './disk.ts'

const report = (name: string, found: ReturnType<typeof failEverywhere>): void => {
  console.log(`${name}: ${found.points} points, ${found.wrong.length} wrong`)
  expect(found.wrong).toEqual([])
}

const error = (code: 'EIO' | 'ENOSPC' | 'EROFS', effect: 'none' | 'part' | 'whole'): DiskFault => ({
  kind: 'error',
  code,
  effect,
})
const afterOpening = (operation: DiskOperation): boolean => operation.index > 90

test.each<[string, DiskFault, 'once' | 'for-ever']>([
  ['fails once with EIO and does nothing', error('EIO', 'none'), 'once'],
  ['fails once with EIO and does a part', error('EIO', 'part'), 'once'],
  ['fails once with EIO and has done all', error('EIO', 'whole'), 'once'],
  ['fails from then on with EIO', error('EIO', 'none'), 'for-ever'],
  ['fails from then on with EROFS', error('EROFS', 'none'), 'for-ever'],
  ['finds the disk full once', error('ENOSPC', 'part'), 'once'],
  ['finds the disk full from then on', error('ENOSPC', 'part'), 'for-ever'],
  ['takes only a part of what it writes', { kind: 'short' }, 'for-ever'],
])(
  'F29 F30 F31: any operation that %s: what the till believes is what the file says',
  (name, fault, times) => {
    report(name, failEverywhere(fault, times))
  },
)
