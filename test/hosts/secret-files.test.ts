import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSecretFiles } from '../../app/secret-files.ts'
import { folder } from './screens.ts'

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)

describe('secrets as files', () => {
  test('come back as they were written', async () => {
    const secrets = openSecretFiles(await folder(), {})
    expect(await secrets.read('md5')).toEqual({ ok: true, value: undefined })
    expect(await secrets.write('md5', 'key')).toEqual({ ok: true, value: undefined })
    expect(await secrets.read('md5')).toEqual({ ok: true, value: 'key' })
  })

  test('are where settings say, from the data folder or by the full path', async () => {
    const [data, elsewhere] = [
      await folder({ 'keys/md5': 'near\n' }),
      await folder({ 'private.pem': 'far\n' }),
    ]
    await chmod(join(data, 'keys/md5'), 0o600)
    await chmod(join(elsewhere, 'private.pem'), 0o600)
    const secrets = openSecretFiles(data, { md5: 'keys/md5', privateKey: join(elsewhere, 'private.pem') })
    expect(await secrets.read('md5')).toEqual({ ok: true, value: 'near' })
    expect(await secrets.read('privateKey')).toEqual({ ok: true, value: 'far' })
  })

  test('that settings name and nobody put there are missed aloud', async () => {
    const read = await openSecretFiles(await folder(), { md5: 'keys/md5' }).read('md5')
    expect(read).toMatchObject({ ok: false, error: expect.stringMatching(/keys\/md5 .* missing/) as string })
  })
})

describe.skipIf(process.platform === 'win32')('secrets as files (S15)', () => {
  test('can be read by their owner only, in a folder that only the owner enters', async () => {
    const data = await folder()
    await openSecretFiles(data, {}).write('till-secret', 'secret')
    expect(await modeOf(join(data, 'secrets'))).toBe('700')
    expect(await modeOf(join(data, 'secrets/till-secret'))).toBe('600')
    expect(await readdir(join(data, 'secrets'))).toEqual(['till-secret'])
  })

  test('are private again when they are written anew', async () => {
    const data = await folder({ 'secrets/md5': 'old', 'secrets/md5.new': 'left by a power cut' })
    await chmod(join(data, 'secrets/md5'), 0o666)
    await chmod(join(data, 'secrets/md5.new'), 0o666)
    await openSecretFiles(data, {}).write('md5', 'new')
    expect(await modeOf(join(data, 'secrets/md5'))).toBe('600')
    expect(await readFile(join(data, 'secrets/md5'), 'utf8')).toBe('new\n')
  })

  test.each([0o644, 0o640, 0o604, 0o660, 0o620])(
    'are refused with mode %o, with the command that helps',
    async (mode) => {
      const data = await folder({ 'secrets/privateKey': 'key' })
      const path = join(data, 'secrets/privateKey')
      await chmod(path, mode)
      const read = await openSecretFiles(data, {}).read('privateKey')
      expect(read).toMatchObject({
        ok: false,
        error: expect.stringContaining(`chmod 600 "${path}"`) as string,
      })
    },
  )

  test("may be open to all when they are Alipay's public key", async () => {
    const data = await folder()
    await writeFile(join(data, 'alipay.pem'), 'public', { mode: 0o644 })
    const secrets = openSecretFiles(data, { alipayPublicKey: 'alipay.pem' })
    expect(await secrets.read('alipayPublicKey')).toEqual({ ok: true, value: 'public' })
  })
})
