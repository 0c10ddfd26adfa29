import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sftpServer } from '../../drivers/sftp/server.node.ts'
import type { FetchState } from '../../main/contract/reconciliation.ts'
import { err, ok } from '../../main/domain/result.ts'
import type { FileShelf, ProviderServer, ProviderSession, RemoteFile } from '../../main/ports.ts'
import { createFetching } from '../../main/reconciliation/fetching.ts'
import { takeGiven } from '../../main/reconciliation/given-file.node.ts'
import { createFilesDesk, type FilesDesk } from '../../main/reconciliation/files-desk.node.ts'
import { createShelf } from '../../main/reconciliation/shelf.ts'
import { openPlace, noLog, type Place } from './files/desk.ts'
import { zipOf } from './files/made-zip.ts'
import { account, detailName, fixture, settlementName, transactionName } from './files/given.ts'
import { noSshd, startSshd, type Sshd } from './sshd.ts'

const skipped = noSshd()
if (skipped !== undefined) console.log(`  fetching: skipped, ${skipped}`)
const minutes = 60_000

describe.skipIf(skipped !== undefined)('fetching from a real OpenSSH server', () => {
  let sshd: Sshd
  let place: Place
  let desk: FilesDesk
  /** Called with each file before it is asked about again after its reading. */
  let afterReading: (file: RemoteFile) => void = () => undefined
  let password = ''
  let keep: FileShelf['keep']
  const opened: FilesDesk[] = []

  beforeAll(async () => {
    sshd = await startSshd()
  }, 120_000)
  afterAll(() => sshd.stop())
  beforeEach(() => {
    place = openPlace()
    afterReading = () => undefined
    password = sshd.password
    keep = place.files.keep
    for (const folder of ['download', 'v1']) sshd.remove(folder)
    sshd.put('download/readme.txt', 'not one of ours')
    desk = openDesk()
  })
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.stop()
    place.close()
  })

  const server = (hostKey: string): ProviderServer => {
    const real = sftpServer({
      host: sshd.host,
      port: sshd.port,
      user: sshd.user,
      hostKey,
      password: () => Promise.resolve(ok(password)),
    })
    return {
      connect: async () => {
        const session = await real.connect()
        if (!session.ok) return session
        const watched: ProviderSession = {
          ...session.value,
          read: async (file) => {
            const bytes = await session.value.read(file)
            afterReading(file)
            return bytes
          },
        }
        return ok(watched)
      },
    }
  }
  const usualNames = ['{account}_transaction_{day}.txt', '{account}_settlement_{day}.txt']
  const openDesk = (fileNames = usualNames, directory = '/download', hostKey = sshd.hostKey): FilesDesk => {
    const whose = directory.startsWith('/v1') ? '1022000000000000011' : account
    const made = createFilesDesk({
      files: { ...place.files, keep: (...given) => keep(...given) },
      journal: place.journal,
      clock: place.clock,
      log: noLog,
      operator: () => 'till',
      expected: { account: whose },
      server: server(hostKey),
      places: { account: whose, directory, fileNames },
      onChange: () => undefined,
      onFault: (fault) => {
        throw fault
      },
    })
    opened.push(made)
    return made
  }
  const fetch = async (from = desk): Promise<FetchState> => {
    const answer = await from.fetch()
    if (!answer.ok) throw new Error(answer.error)
    return answer.value
  }
  const good = (from = desk): readonly string[] =>
    from.shelf.goodFiles().map(({ name, version }) => `${name} ${version}`)

  test('a transaction file says itself that it is whole, and counts at once; fetched again it is nothing', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    expect(await fetch()).toMatchObject({ state: 'idle', waiting: 0 })
    expect(good()).toEqual([`${transactionName} 1`])
    const { seq } = place.journal.head()
    await fetch()
    await fetch(openDesk())
    expect(place.journal.head().seq).toBe(seq)
  })

  test('a settlement file counts when it is the same ten minutes later', async () => {
    sshd.put(`download/${settlementName}`, fixture(settlementName))
    const first = await fetch()
    // 10:20 in China, and the next visit at 10:30.
    expect(first).toMatchObject({ state: 'idle', waiting: 1, nextAt: place.clock.now().at + 10 * minutes })
    expect(good()).toEqual([])
    place.clock.pass(9 * minutes)
    expect(await fetch()).toMatchObject({ waiting: 1 })
    expect(good()).toEqual([])
    place.clock.pass(1 * minutes)
    expect(await fetch()).toMatchObject({ waiting: 0 })
    expect(good()).toEqual([`${settlementName} 1`])
  })

  test('the first reading is remembered over a restart', async () => {
    sshd.put(`download/${settlementName}`, fixture(settlementName))
    await fetch()
    place.restart()
    place.clock.pass(30 * minutes)
    const next = openDesk()
    expect(await fetch(next)).toMatchObject({ waiting: 0 })
    expect(good(next)).toEqual([`${settlementName} 1`])
  })

  test('a settlement file that is replaced between the readings waits for ten minutes more', async () => {
    const half = fixture(settlementName).split('\n').slice(0, 3).join('\n').concat('\n')
    sshd.put(`download/${settlementName}`, half)
    await fetch()
    place.clock.pass(10 * minutes)
    sshd.put(`download/${settlementName}`, fixture(settlementName))
    expect(await fetch()).toMatchObject({ waiting: 1 })
    expect(good()).toEqual([])
    place.clock.pass(10 * minutes)
    await fetch()
    expect(desk.shelf.goodFiles().map(({ lines }) => lines)).toEqual([4])
  })

  test('a file that changes under the reading is not taken, and the next visit has it', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    afterReading = () => sshd.put(`download/${transactionName}`, `${fixture(transactionName)}\n`)
    expect(await fetch()).toMatchObject({ state: 'failed', fault: { kind: 'size-differs' } })
    expect(good()).toEqual([])
    afterReading = () => undefined
    await fetch()
    expect(good()).toEqual([`${transactionName} 1`])
  })

  test('a changed file on the server is the next version', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    await fetch()
    sshd.put(`download/${transactionName}`, fixture(transactionName).replaceAll('12.50', '12.51'))
    await fetch()
    expect(good()).toEqual([`${transactionName} 2`])
    expect(desk.shelf.goodFiles()[0]?.difference).toMatchObject({ added: 0, gone: 0, changed: 1 })
  })

  test('the last six days are swept, and none before', async () => {
    for (const day of ['20260303', '20260225', '20260224']) {
      const text = fixture(transactionName).replaceAll('2026-03-02', `2026-02-${day.slice(6)}`)
      sshd.put(`download/${account}_transaction_${day}.txt`, text)
    }
    await fetch()
    expect(
      desk.shelf
        .goodFiles()
        .map(({ name }) => name.slice(-12, -4))
        .toSorted(),
    ).toEqual(['20260225', '20260303'])
  })

  test('a file that is set apart is on record once, and keeps no other from being fetched', async () => {
    sshd.put(`download/${account}_transaction_20260301.txt`, 'Partner:x\n')
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    expect(await fetch()).toMatchObject({ state: 'idle' })
    await fetch(openDesk())
    expect(good()).toEqual([`${transactionName} 1`])
    expect(desk.view().quarantined.map(({ name }) => name)).toEqual([`${account}_transaction_20260301.txt`])
  })

  test('Antom reports are found by a pattern in the folder of their day, and by its name where the file has none', async () => {
    const folder = 'v1/settlements/1022000000000000011/20260303'
    const empty = `${fixture('settlementSummary_EUR_2026030411021040001_000.csv').split('\n')[0]}\n<END>\n`
    sshd.put(`${folder}/settlementSummary_EUR_0_000.csv`, empty)
    sshd.put(`${folder}/${detailName}`, fixture(detailName))
    const reports = openDesk(['{day}/*.csv'], '/v1/settlements/{account}')
    expect(await fetch(reports)).toMatchObject({ state: 'idle' })
    expect(
      reports.shelf.goodFiles().map(({ day, fileKind, lines }) => `${day} ${fileKind} ${lines}`),
    ).toEqual(['2026-03-03 settlement-summary 0', '2026-03-04 settlement 2'])
  })

  const zipped = (...names: readonly string[]): Uint8Array =>
    zipOf(...names.map((name) => ({ name, text: fixture(name) })))

  test('a ZIP is taken file by file, at once, because it says itself that it is whole', async () => {
    const packed = `${account}_20260302.zip`
    const names = [`${account}_{day}.zip`]
    sshd.put(`download/${packed}`, Buffer.from('PK\x03\x04 cut off'))
    await fetch(openDesk(names))
    expect(desk.view().quarantined.map(({ name }) => name)).toEqual([packed])
    sshd.put(`download/${packed}`, zipped(transactionName, settlementName))
    expect(await fetch(openDesk(names))).toMatchObject({ state: 'idle', waiting: 0 })
    expect(good()).toEqual([`${transactionName} 1`, `${settlementName} 1`])
    expect(desk.view().quarantined).toEqual([])
    const { seq } = place.journal.head()
    await fetch(openDesk(names))
    expect(place.journal.head().seq).toBe(seq)
  })

  test('a file of a ZIP that names no day is of the day whose folder the ZIP lies in', async () => {
    const empty = `${fixture('settlementSummary_EUR_2026030411021040001_000.csv').split('\n')[0]}\n<END>\n`
    const bytes = zipOf({ name: 'settlementSummary_EUR_0_000.csv', text: empty })
    sshd.put('v1/settlements/1022000000000000011/20260303/reports.zip', bytes)
    const reports = openDesk(['{day}/*.zip'], '/v1/settlements/{account}')
    await fetch(reports)
    expect(reports.shelf.goodFiles().map(({ day, archive }) => [day, archive])).toEqual([
      ['2026-03-03', '20260303/reports.zip'],
    ])
  })

  test('a ZIP of which the disk does not take every file is fetched again', async () => {
    sshd.put(`download/${account}_20260302.zip`, zipped(transactionName, settlementName))
    const short = openDesk([`${account}_{day}.zip`])
    let free = 1
    keep = (...given) => (free-- > 0 ? place.files.keep(...given) : Promise.resolve(err('no space left')))
    expect(await fetch(short)).toMatchObject({ state: 'failed', fault: { kind: 'shelf-full' } })
    expect(good(short)).toEqual([`${transactionName} 1`])
    keep = place.files.keep
    expect(await fetch(short)).toMatchObject({ state: 'idle' })
    expect(good(short)).toEqual([`${transactionName} 1`, `${settlementName} 1`])
  })

  test('ten gigabytes are refused by their size, and keep no other file from being fetched', async () => {
    sshd.putHuge(`download/${account}_transaction_20260301.txt`, 10 * 2 ** 30)
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    expect(await fetch()).toMatchObject({
      state: 'failed',
      fault: { kind: 'file-too-large', detail: expect.stringContaining('10737418240') },
    })
    expect(good()).toEqual([`${transactionName} 1`])
  })

  test('while the file of a day that sold something is missing, the till comes again within the half hour', async () => {
    const state = async (hasSales: boolean): Promise<FetchState> => {
      const { files, journal, clock } = place
      const shelf = createShelf({ files, journal, clock, operator: () => 'till', expected: {} })
      const fetching = createFetching({
        server: server(sshd.hostKey),
        places: { account, directory: '/download', fileNames: usualNames },
        shelf,
        take: (...given) => takeGiven(shelf, ...given, 'sftp'),
        files,
        clock,
        log: noLog,
        wanted: { hasSales: () => hasSales, hasFile: () => false },
        onChange: () => undefined,
        onFault: () => undefined,
      })
      const after = await fetching.fetchNow()
      await fetching.stop()
      return after
    }
    // It is 10:20 in China: at 10:45 again, or on the next morning.
    expect(await state(true)).toMatchObject({ state: 'idle', nextAt: Date.UTC(2026, 2, 3, 2, 45) })
    expect(await state(false)).toMatchObject({ state: 'idle', nextAt: Date.UTC(2026, 2, 4, 2, 15) })
  })

  test('a folder that is not there is told', async () => {
    expect(await fetch(openDesk(usualNames, '/downloads'))).toMatchObject({
      state: 'failed',
      fault: { kind: 'no-such-folder', detail: '/downloads' },
    })
  })

  test('another host key: nothing is fetched, and nobody is asked again before the next morning', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    const wary = openDesk(usualNames, '/download', `SHA256:${'A'.repeat(43)}`)
    expect(await fetch(wary)).toEqual({
      state: 'failed',
      fault: { kind: 'host-key-changed', detail: sshd.hostKey },
      // 10:15 in China on the next day.
      nextAt: Date.UTC(2026, 2, 4, 2, 15),
    })
    expect(good(wary)).toEqual([])
  })

  test('a wrong password is told, and the right one helps at once', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    password = 'guess'
    expect(await fetch()).toMatchObject({ state: 'failed', fault: { kind: 'login-refused' } })
    password = sshd.password
    expect(await fetch()).toMatchObject({ state: 'idle' })
    expect(good()).toEqual([`${transactionName} 1`])
  })

  test('whoever asks during a visit gets that one', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    const both = await Promise.all([desk.fetch(), desk.fetch()])
    expect(both[0]).toEqual(both[1])
    expect(good()).toEqual([`${transactionName} 1`])
  })

  test('a till that was started goes by itself', async () => {
    sshd.put(`download/${transactionName}`, fixture(transactionName))
    desk.start()
    await expect.poll(() => good(), { timeout: 20_000 }).toEqual([`${transactionName} 1`])
  })
})

test('without a server there is nothing to fetch from, and nothing is tried', async () => {
  const place = openPlace()
  const desk = createFilesDesk({
    files: place.files,
    journal: place.journal,
    clock: place.clock,
    log: noLog,
    operator: () => 'till',
    expected: {},
    places: { account, directory: '/download', fileNames: [] },
    onChange: () => undefined,
    onFault: () => undefined,
  })
  expect(await desk.fetch()).toEqual({ ok: false, error: 'not-configured' })
  expect(desk.view()).toEqual({ fetch: { state: 'not-configured' }, quarantined: [] })
  const taken = await desk.take({
    name: transactionName,
    base64: Buffer.from(fixture(transactionName)).toString('base64'),
  })
  expect(taken).toMatchObject({ ok: true, value: { result: 'kept', file: { source: 'screen', version: 1 } } })
  await desk.stop()
  place.close()
})
