import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sftpServer, type SftpOptions } from '../../drivers/sftp/server.node.ts'
import { ok } from '../../main/domain/result.ts'
import type { ProviderSession } from '../../main/ports.ts'
import { lineTo, noSshd, startSshd, type Line, type Sshd } from './sshd.ts'

const skipped = noSshd()
if (skipped !== undefined) console.log(`  sftp: skipped, ${skipped}`)

describe.skipIf(skipped !== undefined)('the provider’s server, a real OpenSSH', () => {
  let sshd: Sshd
  let line: Line
  const open: ProviderSession[] = []
  beforeAll(async () => {
    sshd = await startSshd()
    line = await lineTo(sshd.port)
    sshd.put('download/a.txt', 'one|two\n')
    sshd.put('download/large.txt', new Uint8Array(3_000_000).fill(0x61))
    sshd.put('download/inner/b.txt', 'b')
  }, 120_000)
  afterEach(async () => {
    for (const session of open.splice(0)) await session.close()
    line.cutAfter = line.silentAfter = Number.POSITIVE_INFINITY
  })
  afterAll(async () => {
    await line.close()
    await sshd.stop()
  })

  const given = (other: Partial<SftpOptions> = {}): SftpOptions => ({
    host: sshd.host,
    port: sshd.port,
    user: sshd.user,
    hostKey: sshd.hostKey,
    password: () => Promise.resolve(ok(sshd.password)),
    ...other,
  })
  const session = async (other: Partial<SftpOptions> = {}): Promise<ProviderSession> => {
    const opened = await sftpServer(given(other)).connect()
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    open.push(opened.value)
    return opened.value
  }

  test('lists files without folders, and reads one whole', async () => {
    const visit = await session()
    const list = await visit.list('/download')
    expect(list.ok && list.value.map(({ path, bytes }) => `${path} ${bytes}`).toSorted()).toEqual([
      '/download/a.txt 8',
      '/download/large.txt 3000000',
    ])
    const file = await visit.stat('/download/a.txt')
    if (!file.ok || file.value === undefined) throw new Error('not there')
    const read = await visit.read(file.value)
    expect(read.ok && new TextDecoder().decode(read.value)).toBe('one|two\n')
    const large = await visit.stat('/download/large.txt')
    const whole = large.ok && large.value !== undefined ? await visit.read(large.value) : undefined
    expect(whole?.ok === true && whole.value.length).toBe(3_000_000)
  })

  test('what is not there is nothing, and a folder that is not there is a fault', async () => {
    const visit = await session()
    expect(await visit.stat('/download/none.txt')).toEqual({ ok: true, value: undefined })
    expect(await visit.list('/none')).toEqual({
      ok: false,
      error: { kind: 'no-such-folder', detail: '/none' },
    })
  })

  test('a server that nobody has confirmed shows its key, and is asked for no password', async () => {
    let asked = 0
    const password = () => {
      asked += 1
      return Promise.resolve(ok(sshd.password))
    }
    const opened = await sftpServer(given({ hostKey: undefined, password })).connect()
    // The fingerprint is the one that OpenSSH's own ssh-keygen prints.
    expect(opened).toEqual({ ok: false, error: { kind: 'host-key-unknown', detail: sshd.hostKey } })
    expect(asked).toBe(0)
  })

  test('another host key than the confirmed one is refused', async () => {
    const opened = await sftpServer(
      given({ hostKey: 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
    ).connect()
    expect(opened).toEqual({ ok: false, error: { kind: 'host-key-changed', detail: sshd.hostKey } })
  })

  test('a wrong password is refused by the server, a missing one is never tried', async () => {
    const wrong = await sftpServer(given({ password: () => Promise.resolve(ok('guess')) })).connect()
    expect(wrong).toMatchObject({ ok: false, error: { kind: 'login-refused' } })
    const none = await sftpServer(given({ password: () => Promise.resolve(ok(undefined)) })).connect()
    expect(none).toMatchObject({ ok: false, error: { kind: 'no-password' } })
  })

  test('a server that is gone is unreachable', async () => {
    const gone = await lineTo(1)
    await gone.close()
    const opened = await sftpServer(given({ port: gone.port })).connect()
    expect(opened).toMatchObject({ ok: false, error: { kind: 'unreachable' } })
  })

  test('a transfer that is cut gives nothing of the file, and the next visit all of it', async () => {
    const visit = await session({ port: line.port })
    const file = await visit.stat('/download/large.txt')
    if (!file.ok || file.value === undefined) throw new Error('not there')
    line.cutAfter = 500_000
    expect(await visit.read(file.value)).toMatchObject({ ok: false, error: { kind: 'broken-off' } })
    line.cutAfter = Number.POSITIVE_INFINITY
    const again = await session({ port: line.port })
    const whole = await again.read(file.value)
    expect(whole.ok && whole.value.length).toBe(3_000_000)
  })

  test('a server that falls silent in a transfer is given up', async () => {
    const visit = await session({ port: line.port, silenceMs: 600 })
    const file = await visit.stat('/download/large.txt')
    if (!file.ok || file.value === undefined) throw new Error('not there')
    line.silentAfter = 500_000
    expect(await visit.read(file.value)).toMatchObject({ ok: false, error: { kind: 'broken-off' } })
  })

  test('a visit that is called off ends at once, while the server is reached and while a file is read', async () => {
    const calledOff = new AbortController()
    line.silentAfter = 0
    const reaching = sftpServer(given({ port: line.port })).connect(calledOff.signal)
    setTimeout(() => calledOff.abort(), 100)
    expect(await reaching).toMatchObject({ ok: false, error: { kind: 'unreachable' } })

    line.silentAfter = Number.POSITIVE_INFINITY
    const again = new AbortController()
    const opened = await sftpServer(given({ port: line.port })).connect(again.signal)
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    const file = await opened.value.stat('/download/large.txt')
    if (!file.ok || file.value === undefined) throw new Error('not there')
    line.silentAfter = 500_000
    const reading = opened.value.read(file.value)
    setTimeout(() => again.abort(), 100)
    expect(await reading).toMatchObject({ ok: false, error: { kind: 'broken-off' } })
    await opened.value.close()
  })

  test('a file that is longer or shorter than the server said is not taken', async () => {
    const visit = await session()
    const file = await visit.stat('/download/a.txt')
    if (!file.ok || file.value === undefined) throw new Error('not there')
    for (const bytes of [file.value.bytes - 1, file.value.bytes + 1]) {
      expect(await visit.read({ ...file.value, bytes })).toMatchObject({
        ok: false,
        error: { kind: 'size-differs' },
      })
    }
  })
})
