import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSafeSecrets } from '../../app/electron/secrets.ts'
import { standInSafeStorage } from './electron-stand-in.ts'
import { folder } from './screens.ts'

const key = '-----BEGIN PRIVATE KEY----- canary 私钥'

describe('a secret', () => {
  test('comes back as it was given, and is not there before', async () => {
    const secrets = createSafeSecrets(standInSafeStorage(), join(await folder(), 'new'), 'linux')
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: undefined })
    expect(await secrets.write('privateKey', key)).toEqual({ ok: true, value: undefined })
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: key })
    await secrets.write('privateKey', 'another')
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: 'another' })
  })

  test('lies encrypted in a file for its owner only, and nothing else is left beside it (S13, S15)', async () => {
    const path = await folder()
    await createSafeSecrets(standInSafeStorage(), path, 'linux').write('privateKey', key)
    expect(await readdir(path)).toEqual(['privateKey'])
    expect((await stat(join(path, 'privateKey'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(path, 'privateKey'), 'latin1')).not.toContain('canary')
  })

  test('is kept for its owner only also where a power cut left a draft for all', async () => {
    const path = await folder({ 'privateKey.new': 'half' })
    await chmod(join(path, 'privateKey.new'), 0o644)
    const secrets = createSafeSecrets(standInSafeStorage(), path, 'linux')
    await secrets.write('privateKey', key)
    expect((await stat(join(path, 'privateKey'))).mode & 0o777).toBe(0o600)
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: key })
  })

  test.each([0o644, 0o640, 0o604, 0o660, 0o777])('in a file of mode %o is refused', async (mode) => {
    const path = await folder()
    const secrets = createSafeSecrets(standInSafeStorage(), path, 'linux')
    await secrets.write('privateKey', key)
    await chmod(join(path, 'privateKey'), mode)
    const read = await secrets.read('privateKey')
    expect(read).toEqual({ ok: false, error: expect.stringMatching(/can be read by others/) })
  })

  test('is encrypted anew when the operating system changed its key', async () => {
    const path = await folder()
    await createSafeSecrets(standInSafeStorage(), path, 'linux').write('privateKey', key)
    const before = (await stat(join(path, 'privateKey'))).ino
    const rotated = createSafeSecrets(standInSafeStorage({ rotated: true }), path, 'linux')
    expect(await rotated.read('privateKey')).toEqual({ ok: true, value: key })
    expect((await stat(join(path, 'privateKey'))).ino).not.toBe(before)
    expect(await rotated.read('privateKey')).toEqual({ ok: true, value: key })
  })

  test('that cannot be decrypted is told as a fault, without what was found', async () => {
    const path = await folder({ privateKey: '' })
    await chmod(join(path, 'privateKey'), 0o600)
    const read = await createSafeSecrets(standInSafeStorage(), path, 'linux').read('privateKey')
    expect(read).toEqual({ ok: false, error: 'The secret "privateKey" could not be read (unknown fault).' })
  })

  test('that cannot be written is told as a fault, without what it was', async () => {
    const path = join(await folder({ place: 'a file, not a folder' }), 'place')
    const written = await createSafeSecrets(standInSafeStorage(), path, 'linux').write('privateKey', key)
    expect(written).toEqual({ ok: false, error: 'The secret "privateKey" could not be kept (EEXIST).' })
  })

  test('has a name that leads nowhere else', async () => {
    const path = await folder()
    await mkdir(join(path, 'inner'))
    await writeFile(join(path, 'outside'), 'x')
    const secrets = createSafeSecrets(standInSafeStorage(), join(path, 'inner'), 'linux')
    const hostile = fc.oneof(
      fc.constantFrom(
        '../outside',
        '..',
        '.',
        '',
        '/etc/passwd',
        'a/b',
        'a\\b',
        'a\0b',
        '.hidden',
        'a b',
        'x'.repeat(65),
      ),
      fc.string().map((text) => `../${text}`),
    )
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        expect((await secrets.read(name)).ok).toBe(false)
        expect((await secrets.write(name, key)).ok).toBe(false)
      }),
    )
    expect(await readdir(join(path, 'inner'))).toEqual([])
  })
})

describe('S13 without a keyring', () => {
  test('Linux keeps and reads nothing, and says what to do', async () => {
    const path = await folder()
    const secrets = createSafeSecrets(standInSafeStorage({ backend: 'basic_text' }), path, 'linux')
    const refusal = { ok: false, error: expect.stringMatching(/no keyring.*Install and unlock one/) }
    expect(await secrets.write('privateKey', key)).toEqual(refusal)
    expect(await secrets.read('privateKey')).toEqual(refusal)
    expect(await readdir(path)).toEqual([])
  })

  test('nothing is kept before the program is ready', async () => {
    const secrets = createSafeSecrets(standInSafeStorage({ backend: 'unknown' }), await folder(), 'linux')
    expect((await secrets.write('privateKey', key)).ok).toBe(false)
  })

  test.each<NodeJS.Platform>(['darwin', 'win32', 'linux'])(
    'nothing is kept while %s gives no key',
    async (platform) => {
      const path = await folder()
      const secrets = createSafeSecrets(standInSafeStorage({ available: false }), path, platform)
      expect((await secrets.write('privateKey', key)).ok).toBe(false)
      expect(await readdir(path)).toEqual([])
    },
  )

  test.each<NodeJS.Platform>(['darwin', 'win32'])('%s is not asked for a Linux keyring', async (platform) => {
    const secrets = createSafeSecrets(standInSafeStorage({ backend: 'basic_text' }), await folder(), platform)
    expect(await secrets.write('privateKey', key)).toEqual({ ok: true, value: undefined })
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: key })
  })
})
