import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { changed, paid, requested, sending, stampAt } from './sales.ts'
import { dataFolder, openIn, type DataFolder } from './shop.ts'

const child = join(import.meta.dirname, 'failing-child.ts')

interface Report {
  readonly acknowledged: readonly string[]
  readonly fault: string | undefined
  readonly finished: string
  readonly begun: string
  readonly reserved: boolean
  readonly head: number
  readonly repairs: readonly string[]
}
/** Runs a till that appends until it fails, under a tool that makes the system refuse; what it saw. */
const sellUnder = (files: DataFolder, ...tool: readonly [string, ...string[]]): Report => {
  const [command, ...options] = tool
  const till = [process.execPath, child, files.file, files.witnessFile]
  const run = spawnSync(command, [...options, ...till], { encoding: 'utf8' })
  const last = run.stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{')) throw new Error(`${run.stdout}\n${run.stderr}`)
  return JSON.parse(last) as Report
}
const hashesIn = (files: DataFolder): ReadonlySet<string> => {
  const journal = openIn(files)
  const hashes = new Set([...journal.entries()].map(({ hash }) => hash))
  journal.close()
  return hashes
}
const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined

describe.skipIf(!has('prlimit'))('a disk that is full', () => {
  test.each([70_000, 86_000, 100_000, 131_072])(
    'at %i bytes: the append is a fault of the disk, nothing acknowledged is lost, and later the till goes on',
    (bytes) => {
      const files = dataFolder()
      openIn(files).close()
      const report = sellUnder(files, 'prlimit', `--fsize=${bytes}`)
      expect(report.fault).toBe('disk')
      // Nothing is written after that, though a smaller entry might fit.
      expect([report.finished, report.begun]).toEqual(['disk', 'disk'])
      const hashes = hashesIn(files)
      for (const hash of report.acknowledged) expect(hashes.has(hash)).toBe(true)
      expect(report.acknowledged.length).toBeGreaterThan(0)
      // An append that failed may be there or not, but only whole.
      expect(hashes.size - 1 - report.acknowledged.length).toBeLessThanOrEqual(2)
      const journal = openIn(files)
      expect(journal.append(stampAt(1), requested(sending(99_999)), changed(paid(99_999)))).toHaveLength(2)
      journal.close()
      expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
    },
  )

  test('a first start on it leaves no half journal behind', () => {
    const files = dataFolder()
    const run = spawnSync(
      'prlimit',
      ['--fsize=8192', process.execPath, child, files.file, files.witnessFile],
      { encoding: 'utf8' },
    )
    expect(run.stdout).toContain('cannot open: disk')
    expect(statSync(files.file).size).toBeLessThanOrEqual(8192)
    expect(openIn(files).head().seq).toBe(1)
  })
})

/** A file system of its own of so many bytes, which needs no rights where users may have name spaces. */
const smallDisk = (bytes: number, commands: string) => {
  const mount = `mount -t tmpfs -o size=${bytes} tmpfs /mnt && ${commands}`
  return spawnSync('unshare', ['-r', '-m', 'sh', '-c', mount], { encoding: 'utf8' })
}
const hasSmallDisks = smallDisk(65_536, 'true').status === 0

describe.skipIf(!hasSmallDisks)('a disk that is full for all files', () => {
  const till = `'${process.execPath}' '${child}' /mnt/data/journal.db /mnt/witness/head.log`
  const run = (files: DataFolder, bytes: number, reserveBytes: number): Report => {
    const shell = smallDisk(
      bytes,
      `${till} ${reserveBytes} 5000; cp -r /mnt/data /mnt/witness '${files.folder}'`,
    )
    const said = shell.stdout.trim().split('\n').at(-1) ?? ''
    if (!said.startsWith('{')) throw new Error(`${shell.stdout}\n${shell.stderr}`)
    return JSON.parse(said) as Report
  }

  test.each([1_500_000, 1_700_000, 2_000_000, 2_300_000])(
    '(%i bytes) with a reserve: the sale in flight is finished, no other is begun, and nothing is lost',
    (bytes) => {
      const files = dataFolder()
      const report = run(files, bytes, 500_000)
      expect(report).toMatchObject({ fault: 'disk', finished: 'done', begun: 'disk', reserved: false })
      const hashes = hashesIn(files)
      for (const hash of report.acknowledged) expect(hashes.has(hash)).toBe(true)
      expect(hashes.size).toBe(1 + report.acknowledged.length)
      expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
    },
  )

  test('without a reserve: the till stops at once, and nothing is lost', () => {
    const files = dataFolder()
    const report = run(files, 1_500_000, 0)
    expect(report).toMatchObject({ fault: 'disk', begun: 'disk' })
    const hashes = hashesIn(files)
    for (const hash of report.acknowledged) expect(hashes.has(hash)).toBe(true)
    expect(verifyJournal(files.file, files.witnessFile)).toMatchObject({ ok: true })
  })

  test('from the start, with no room for the reserve: nothing is sold, and open payments can be finished', () => {
    const files = dataFolder()
    const report = run(files, 1_000_000, 5_000_000)
    expect(report).toMatchObject({ fault: 'disk', begun: 'disk', acknowledged: [], reserved: false })
  })
})

describe('the reserve', () => {
  test('is real space, private, kept from one start to the next', () => {
    const files = dataFolder()
    openIn(files, { reserveBytes: 3_000_000 }).close()
    const { size, blocks, mode, mtimeMs } = statSync(`${files.file}.reserve`)
    expect(size).toBe(3_000_000)
    expect(blocks * 512).toBeGreaterThanOrEqual(3_000_000)
    expect(mode & 0o777).toBe(0o600)
    const journal = openIn(files, { reserveBytes: 3_000_000 })
    expect(journal.fault()).toBeUndefined()
    expect(statSync(`${files.file}.reserve`).mtimeMs).toBe(mtimeMs)
  })
})

describe.skipIf(!has('strace'))('a system call that fails', () => {
  const files = ['journal.db', 'journal.db-journal', 'head.log'] as const
  const inject = (data: DataFolder, file: (typeof files)[number], call: string, when: string): Report =>
    sellUnder(
      data,
      'strace',
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-P',
      file === 'head.log' ? data.witnessFile : join(data.folder, 'data', file),
      '-e',
      `inject=${call}:error=EIO:when=${when}`,
    )
  const cases = [
    ['journal.db', 'fsync,fdatasync'],
    ['journal.db', 'pwrite64'],
    ['journal.db-journal', 'fsync,fdatasync'],
    ['journal.db-journal', 'pwrite64'],
    ['journal.db-journal', 'ftruncate'],
    ['head.log', 'write,pwrite64'],
  ] as const

  test.each(cases.flatMap(([file, call]) => [1, 2, 3, 5].map((when) => [file, call, when] as const)))(
    'once (%s, %s, time %i): what the till believes is what the file says',
    (file, call, when) => {
      const data = dataFolder()
      openIn(data).close()
      const report = inject(data, file, call, String(when))
      const hashes = hashesIn(data)
      for (const hash of report.acknowledged) expect(hashes.has(hash)).toBe(true)
      if (report.fault === undefined) expect(hashes.size).toBe(1 + report.acknowledged.length)
      else expect(hashes.size - 1 - report.acknowledged.length).toBeLessThanOrEqual(2)
      expect(verifyJournal(data.file, data.witnessFile)).toMatchObject({ ok: true })
    },
  )

  test.each(cases)('from the fourth time on for ever (%s, %s): the till stops', (file, call) => {
    const data = dataFolder()
    openIn(data).close()
    const report = inject(data, file, call, '4+')
    expect(report.fault).toBe('disk')
    expect([report.finished, report.begun]).toEqual(['disk', 'disk'])
    const hashes = hashesIn(data)
    for (const hash of report.acknowledged) expect(hashes.has(hash)).toBe(true)
    expect(hashes.size - 1 - report.acknowledged.length).toBeLessThanOrEqual(2)
    expect(verifyJournal(data.file, data.witnessFile)).toMatchObject({ ok: true })
  })
})
