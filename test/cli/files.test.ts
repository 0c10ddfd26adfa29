import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixture, settlementName, transactionName } from '../reconciliation/files/given.ts'
import { noSshd, startSshd } from '../reconciliation/sshd.ts'
import { runTill } from './run-till.ts'

const fixtures = join(import.meta.dirname, '../reconciliation/files/fixtures')
let folder: string
const settings = (value: unknown): void => writeFileSync(join(folder, 'settings.json'), JSON.stringify(value))
const files = (...args: readonly string[]) => runTill('files', ...args, '--data', folder)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spot-till-cli-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('takes files, says what is wrong with others, and tells which ones there are, in both languages', async () => {
  settings({ reconciliation: { account: '2088000000000011' } })
  expect(await files('list')).toMatchObject({ code: 0, out: 'No files yet.\n' })
  const taken = await files(
    'take',
    join(fixtures, transactionName),
    join(fixtures, settlementName),
    'README.md',
  )
  expect(taken.code).toBe(1)
  expect(taken.out).toMatch(
    /_transaction_20260302\.txt: kept {2}2026-03-02 {2}transactions {2}version 1 {2}4 lines/,
  )
  expect(taken.out).toMatch(/README\.md: set apart\n {2}line 1: The columns are none of the known reports/)

  const changed = join(folder, transactionName)
  writeFileSync(changed, fixture(transactionName).replace('12.50', '12.60'))
  const again = await files('take', changed, '--json')
  expect(again.code).toBe(0)
  expect(again.result).toMatchObject({
    result: 'kept',
    replaces: 1,
    file: { version: 2, source: 'command-line' },
  })
  expect((await files('take', changed)).out).toBe(`${transactionName}: known already\n`)

  settings({ language: 'zh', reconciliation: { account: '2088000000000011' } })
  const list = await files('list')
  expect(list.code).toBe(0)
  expect(list.out).toMatch(/2026-03-02 {2}交易 {2}第 2 版 {2}共 4 行/)
  expect(list.out).toMatch(/README\.md: 已隔离\n {2}第 1 行: 列名不属于任何已知报表/)
}, 120_000)

test('refuses a command line that it does not understand, and a file that is not there', async () => {
  expect(await files('tale')).toMatchObject({ code: 1, err: expect.stringContaining('files fetch') })
  expect(await files('take')).toMatchObject({ code: 1, err: expect.stringContaining('which files?') })
  expect(await files('take', '/none.txt')).toMatchObject({
    code: 1,
    err: expect.stringContaining('/none.txt'),
  })
  const huge = join(folder, 'huge.txt')
  writeFileSync(huge, '')
  truncateSync(huge, 10 * 2 ** 30)
  expect(await files('take', huge)).toMatchObject({
    code: 1,
    err: expect.stringContaining('has 10737418240 bytes'),
  })
}, 120_000)

const skipped = noSshd()
test.skipIf(skipped !== undefined)(
  'fetches from a server: first its key, then its files',
  async () => {
    const sshd = await startSshd()
    try {
      sshd.put(`download/${transactionName}`, 'Partner:1\n')
      const sftp = { host: sshd.host, port: sshd.port, user: sshd.user }
      writeFileSync(join(folder, 'password'), `${sshd.password}\n`, { mode: 0o600 })
      const set = (hostKey?: string): void =>
        settings({
          keys: { sftpPassword: 'password' },
          reconciliation: {
            account: '2088000000000011',
            sftp: { ...sftp, ...(hostKey === undefined ? {} : { hostKey }) },
          },
        })
      set()
      const first = await files('fetch')
      expect(first.code).toBe(1)
      expect(first.out).toContain(`The server shows the key ${sshd.hostKey}, which nobody has confirmed.`)
      set(sshd.hostKey)
      const second = await files('fetch', '--json')
      expect(second.code).toBe(0)
      expect(second.result).toMatchObject({ state: 'idle', waiting: 0 })
    } finally {
      await sshd.stop()
    }
  },
  180_000,
)
