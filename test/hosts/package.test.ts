import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, matchesGlob } from 'node:path'
import { FuseState } from '@electron/fuses'
import { describe, expect, test } from 'vitest'
import { fuses, wrongFuses } from '../../.config/fuses.ts'
import { electronBinary } from '../../app/electron-binary.ts'
import { letterFiles, lineLetterFiles, packageOf } from '../../app/letters.ts'
import { folder } from './screens.ts'

const root = dirname(dirname(import.meta.dirname))

/** The parts of electron-builder that read and check a configuration, found where electron-builder finds them. */
interface BuilderConfig {
  readonly getConfig: (project: string, file: string, options: null) => Promise<Record<string, unknown>>
  readonly validateConfiguration: (config: object, log: { readonly isEnabled: boolean }) => Promise<void>
}
interface FileSet {
  readonly from?: string
  readonly to?: string
  readonly filter: readonly string[]
}
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const { getConfig, validateConfiguration } = fromBuilder(
  'app-builder-lib/out/util/config/config',
) as BuilderConfig

const readConfig = (): Promise<Record<string, unknown>> =>
  getConfig(root, join(root, 'electron-builder.yml'), null)

describe('electron-builder.yml', () => {
  test('is what electron-builder understands', async () => {
    await expect(validateConfiguration(await readConfig(), { isEnabled: false })).resolves.toBeUndefined()
  })

  test('would be refused with a word that electron-builder does not know', async () => {
    const wrong = { ...(await readConfig()), electronFuse: {} }
    await expect(validateConfiguration(wrong, { isEnabled: false })).rejects.toThrow('electronFuse')
  })

  test('sets every fuse of S08', async () => {
    expect((await readConfig())['electronFuses']).toEqual(
      Object.fromEntries(Object.entries(fuses).map(([name, [, wanted]]) => [name, wanted])),
    )
  })

  test('packs the program and nothing of its sources, with the addons where the system can load them', async () => {
    const { files, asar, asarUnpack, npmRebuild } = await readConfig()
    const taken = (files as readonly FileSet[]).flatMap(({ from = '.', filter }) =>
      filter.filter((pattern) => !pattern.startsWith('!')).map((pattern) => join(from, pattern)),
    )
    // The other things in out/, the report of the last tests for one, are nobody's business.
    const { regular, bold } = letterFiles
    const letters = new Set([...regular, ...bold, ...lineLetterFiles.narrow, ...lineLetterFiles.wide])
    expect(taken.toSorted()).toEqual(
      [
        'out/electron/**',
        'out/renderer/**',
        'package.json',
        'docs/LICENSE',
        'docs/LICENSE-resvg',
        'node_modules/@fontsource/noto-sans-sc/LICENSE',
        ...new Set([...letters].map((file) => `node_modules/${packageOf(file)}/LICENSE`)),
        ...[...letters].map((file) => `node_modules/${packageOf(file)}/files/${file}`),
      ].toSorted(),
    )
    expect(taken.filter((path) => !path.endsWith('**') && !existsSync(join(root, path)))).toEqual([])
    expect(asar).toBe(true)
    expect(asarUnpack).toEqual([
      '**/node_modules/better-sqlite3/prebuilds/**',
      '**/node_modules/node-hid/prebuilds/**',
    ])
    expect(npmRebuild).toBe(false)
  })

  test('packs the licence of every font beside it, each under a path of its own', async () => {
    const { files } = await readConfig()
    const sets = files as readonly FileSet[]
    const fonts = new Set(sets.flatMap(({ filter }) => filter.filter((name) => name.endsWith('.woff'))))
    const licences = sets.filter(({ filter }) => filter.includes('LICENSE') && filter.length === 1)
    for (const font of new Set([...fonts].map(packageOf))) {
      const own = licences.filter(
        ({ from, to = '' }) => from?.endsWith(font) && to.startsWith('out/letters/'),
      )
      expect([font, own.length]).toEqual([font, 1])
      const text = readFileSync(join(root, own[0]?.from ?? '', 'LICENSE'), 'utf8')
      expect(text).toMatch(/^(?:Copyright|Google)[^]*SIL OPEN FONT LICENSE[^]*PERMISSION & CONDITIONS/)
    }
    expect(new Set(licences.map(({ to }) => to)).size).toBe(licences.length)
  })

  test('packs the licence of resvg, which its package comes without, with where its source is', () => {
    const text = readFileSync(join(root, 'docs/LICENSE-resvg'), 'utf8')
    const { version, license } = JSON.parse(
      readFileSync(join(root, 'node_modules/@resvg/resvg-wasm/package.json'), 'utf8'),
    ) as {
      readonly version: string
      readonly license: string
    }
    expect(license).toBe('MPL-2.0')
    expect(text).toContain(`@resvg/resvg-wasm ${version}`)
    expect(text).toMatch(
      /Copyright[^]*https:\/\/github\.com\/[^]*Mozilla Public License Version 2\.0\n=[^]*Exhibit B/,
    )
  })

  test('leaves no licence of a packed package at home, also one that is a page', async () => {
    const { files } = await readConfig()
    const kept = (path: string): boolean =>
      (files as readonly FileSet[])
        .flatMap(({ filter }) => filter)
        .filter((pattern) => pattern.startsWith('!'))
        .every((pattern) => !matchesGlob(path, pattern.slice(1)))
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>
    }
    const packed = Object.entries(packages)
      .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
      .map(([path]) => path)
      .filter((path) => existsSync(join(root, path)) && kept(`${path}/package.json`))
    const licences = packed.flatMap((path) =>
      readdirSync(join(root, path))
        .filter((name) => /^licen[cs]e/i.test(name))
        .map((name) => `${path}/${name}`),
    )
    expect(licences.length).toBeGreaterThan(100)
    expect(licences.filter((path) => !kept(path))).toEqual([])
    expect(kept('node_modules/react/README.md')).toBe(false)
  })

  test('leaves out only what the packed program does not import', async () => {
    const { files } = await readConfig()
    const left = (files as readonly FileSet[])
      .flatMap(({ filter }) => filter)
      .flatMap((pattern) => /^!\*\*\/node_modules\/([^*{]*)\/\*\*$/.exec(pattern)?.[1] ?? [])
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>
    }
    // The window's program, its threads, and the command line that it loads when it is called with a command.
    const program = ['main.mjs', 'run.mjs', 'workbook-worker.mjs']
      .map((name) => readFileSync(join(root, 'out/electron', name), 'utf8'))
      .join('\n')
    const imported = [...program.matchAll(/(?:\bfrom |\bimport\()"([^".][^"]*)"/g)]
      .map(([, request = '']) => request.split('/', request.startsWith('@') ? 2 : 1).join('/'))
      .filter((name) => !name.startsWith('node:') && name !== 'electron')
    expect(imported).toContain('better-sqlite3')
    expect(imported).toContain('node-hid')
    expect(imported).toContain('csv-stringify')
    expect(imported).toContain('write-excel-file')
    expect(left).toContain('ws')
    const packed = new Set(Object.keys(dependencies).filter((name) => !left.includes(name)))
    expect(imported.filter((name) => !packed.has(name))).toEqual([])
  })

  test('makes installers for Windows, macOS and Linux, and publishes none', async () => {
    const config = (await readConfig()) as Record<
      'win' | 'mac' | 'linux',
      { target: { target: string }[] }
    > & {
      publish: unknown
    }
    expect(
      [config.win, config.mac, config.linux].flatMap((system) => system.target.map(({ target }) => target)),
    ).toEqual(['nsis', 'dmg', 'AppImage', 'deb'])
    expect(config.publish).toBeNull()
  })

  test('starts no program without the sandbox (S02)', async () => {
    expect((await readConfig())['linux']).toMatchObject({ executableArgs: [] })
    expect(await readFile(join(root, 'electron-builder.yml'), 'utf8')).not.toContain('no-sandbox')
  })

  test('names the program that the build makes', () => {
    const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly main: string }
    expect(main).toBe('out/electron/main.mjs')
  })
})

describe('S08 the fuses of a built program', () => {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const optionMax = 9
  /** A file with a fuse wire as Electron's program has it, every fuse as `state` says. */
  const program = async (state: (option: number) => FuseState): Promise<string> => {
    const path = join(await folder(), 'spot-till')
    const wire = Array.from({ length: optionMax }, (_, option) => state(option))
    await writeFile(
      path,
      Buffer.concat([
        Buffer.alloc(5000, 7),
        Buffer.from(sentinel),
        Buffer.from([1, optionMax, ...wire]),
        Buffer.alloc(99),
      ]),
    )
    return path
  }
  const wanted = new Map<number, boolean>(Object.values(fuses).map(([option, on]) => [option, on]))
  const right = (option: number): FuseState =>
    wanted.get(option) === true ? FuseState.ENABLE : FuseState.DISABLE

  test('are right when all are as wanted', async () => {
    expect(await wrongFuses(await program(right))).toEqual([])
  })

  test.each(Object.entries(fuses))('tell when %s is not', async (name, [changed]) => {
    const wrong: number = changed
    const other = (option: number): FuseState =>
      option !== wrong
        ? right(option)
        : right(option) === FuseState.ENABLE
          ? FuseState.DISABLE
          : FuseState.ENABLE
    expect(await wrongFuses(await program(other))).toEqual([name])
    const removed = (option: number): FuseState => (option === wrong ? FuseState.REMOVED : right(option))
    expect(await wrongFuses(await program(removed))).toEqual([name])
  })

  test('cannot be right in a file that is no Electron', async () => {
    await expect(wrongFuses(join(await folder({ 'spot-till': 'no' }), 'spot-till'))).rejects.toThrow(
      'sentinel',
    )
  })
})

test.skipIf(electronBinary(root) !== undefined)(
  'without Electron, npm run package says so plainly',
  async () => {
    // A mirror that is not there stands for a network that is not there.
    const child = spawn(process.execPath, [join(root, '.config/package.ts')], {
      cwd: root,
      env: {
        ...process.env,
        ELECTRON_MIRROR: 'http://127.0.0.1:9/',
        electron_config_cache: await folder(),
        npm_config_electron_mirror: '',
      },
    })
    let heard = ''
    child.stdout.on('data', (bytes: Buffer) => (heard += bytes.toString()))
    child.stderr.on('data', (bytes: Buffer) => (heard += bytes.toString()))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(heard).toMatch(/No installer was made: Electron's program is not on this machine/)
    expect(code).toBe(1)
  },
)
