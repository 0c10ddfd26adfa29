import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspect, roomOf, type Violation } from './house/inspect.ts'
import { doors, homes, nodePackages, tables, worldOfEngine } from './house/rooms.ts'

const root = dirname(import.meta.dirname)
const sources = new Map(
  ['.config', 'app', 'drivers', 'main', 'renderer', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|tsx|mjs)$/.test(name) && !name.includes('node_modules'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .toSorted()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const),
  ),
)
const say = ({ file, rule, what }: Violation): string => `${file}: ${rule}: ${what}`
const readPackage = (): Readonly<
  Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
> => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

describe('the house is as its plan says', () => {
  const rules: readonly (readonly [Violation['rule'], string])[] = [
    ['unreadable', 'every source can be read'],
    ['room', 'every room has its line in the table of doors'],
    ['door', 'imports go through the doors, one way'],
    ['suffix', 'a file counts only on what its name says: Node, a browser, or neither'],
    ['home', 'every package is imported at its home only'],
    ['unknown-package', 'no package is imported that is not in the table'],
    ['extension', 'imports name the file with its ending'],
    ['time-and-chance', 'the engine reads no clock, sets no timer and throws no dice of its own'],
    ['world', 'the engine opens no file, wire or process of its own'],
    ['length', 'no file is longer than one can keep in mind'],
  ]
  const found = inspect(sources)
  test.each(rules)('%s: %s', (rule) => {
    expect(found.filter((violation) => violation.rule === rule).map(say)).toEqual([])
  })

  test('the table of packages is package.json, no more and no less', () => {
    const { dependencies, devDependencies } = readPackage()
    expect(Object.keys(homes).toSorted()).toEqual(
      [...Object.keys(dependencies), ...Object.keys(devDependencies)].toSorted(),
    )
    expect(nodePackages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([])
  })

  test('what the shipped program imports from node_modules is among its dependencies', () => {
    const { dependencies } = readPackage()
    const shipped = Object.entries(homes).flatMap(([name, places]) =>
      places.some((place) => /^(?:app|main|drivers\/(?!camera))/.test(place)) ? [name] : [],
    )
    expect(shipped.filter((name) => name !== 'electron' && !Object.hasOwn(dependencies, name))).toEqual([])
  })

  test('every line of the tables is about something that is there', () => {
    const gone = [
      ...Object.keys(doors),
      ...Object.keys(tables),
      ...Object.values(homes).flat(),
      ...Object.values(worldOfEngine).flat(),
    ].filter((path) => path !== 'main' && !existsSync(join(root, path)))
    expect(gone).toEqual([])
  })

  const readme = join(root, 'README.md')
  test.skipIf(!existsSync(readme))('the README tells the same home of every package', () => {
    const rows = readFileSync(readme, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|'))
    const missing = Object.entries(homes).flatMap(([name, places]) => {
      if (places.every((place) => /^(?:test|\.config)\//.test(place))) return []
      const row = rows.find((line) => line.includes(`\`${name}\``))
      return places
        .filter((place) => row?.includes(`\`${place}\``) !== true)
        .map((place) => `${name}: ${place}`)
    })
    expect(missing).toEqual([])
  })
})

describe('a violation is found', () => {
  const planted: readonly (readonly [Violation['rule'], string, string])[] = [
    ['door', 'main/domain/money.ts', `import { z } from '../settings.ts'`],
    ['door', 'main/domain/money.ts', `import type { Clock } from '../ports.ts'`],
    ['door', 'main/gateway/client.node.ts', `import type { Journal } from '../journal/journal.ts'`],
    ['door', 'main/journal/chain.node.ts', `import { sign } from '../gateway/signature.node.ts'`],
    ['door', 'main/journal/chain.node.ts', `export { sign } from '../gateway/signature.node.ts'`],
    ['door', 'main/journal/chain.node.ts', `export * from '../gateway/signature.node.ts'`],
    ['door', 'main/journal/chain.node.ts', `type Sign = import('../gateway/signature.node.ts').Sign`],
    ['door', 'main/journal/chain.node.ts', `const { sign } = await import('../gateway/signature.node.ts')`],
    ['door', 'main/journal/chain.node.ts', `const of = './chain.node.ts'; await import(of)`],
    ['door', 'main/payments/payments.ts', `import { ledger } from '../training/ledger.ts'`],
    ['door', 'main/till.ts', `import { ledger } from './training/ledger.ts'`],
    ['door', 'main/till.ts', `import { composeTill } from '../app/compose.ts'`],
    ['door', 'main/training/ledger.ts', `import type { Journal } from '../journal/journal.ts'`],
    ['door', 'main/till.ts', `import { App } from '../renderer/App.tsx'`],
    ['door', 'drivers/scanner/wedge.ts', `import { contract } from '../../main/contract.ts'`],
    ['door', 'drivers/scanner/wedge.ts', `import { App } from '../../renderer/App.tsx'`],
    ['door', 'renderer/App.tsx', `import { createTill } from '../main/till.ts'`],
    ['door', 'renderer/App.tsx', `import { judge } from '../main/gateway/judge.ts'`],
    ['door', 'renderer/App.tsx', `const made = new Worker(new URL('../main/till.ts', import.meta.url))`],
    ['door', 'renderer/App.tsx', `import { runShell } from '../app/electron/shell.ts'`],
    ['room', 'main/warehouse/shelf.ts', `export const shelf = 1`],
    ['suffix', 'main/gateway/judge.ts', `import { createHash } from 'node:crypto'`],
    ['suffix', 'main/gateway/judge.ts', `import { createHash } from 'crypto'`],
    ['suffix', 'main/gateway/judge.ts', `import { sign } from './signature.node.ts'`],
    ['suffix', 'main/gateway/judge.ts', `import type { Sign } from './signature.node.ts'`],
    ['suffix', 'main/journal/record.ts', `import Database from 'better-sqlite3'`],
    ['suffix', 'drivers/scanner/wedge.ts', `import { listen } from './wedge.dom.ts'`],
    ['suffix', 'drivers/camera/camera.dom.ts', `import { open } from '../scanner/hid.node.ts'`],
    ['suffix', 'drivers/scanner/hid.node.ts', `import { listen } from './wedge.dom.ts'`],
    ['suffix', 'renderer/App.tsx', `import { join } from 'node:path'`],
    ['suffix', 'renderer/App.tsx', `import { openHid } from '../drivers/scanner/hid.node.ts'`],
    ['home', 'main/till.ts', `import { request } from 'undici'`],
    ['home', 'main/payments/payments.ts', `import type { Dispatcher } from 'undici'`],
    ['home', 'app/compose.ts', `import { app } from 'electron'`],
    ['home', 'main/till.ts', `import type { App } from 'electron'`],
    ['home', 'renderer/App.tsx', `import 'electron'`],
    ['home', 'drivers/scanner/wedge.ts', `import { XMLParser } from 'fast-xml-parser'`],
    ['home', 'app/web/server.node.ts', `const Database = await import('better-sqlite3')`],
    ['home', 'main/contract.ts', `import { RPCHandler } from '@orpc/server/ws'`],
    ['unknown-package', 'main/till.ts', `import _ from 'lodash'`],
    ['unknown-package', 'test/till.test.ts', `import _ from '@scope/helpers/deep'`],
    ['extension', 'main/till.ts', `import { ok } from './domain/result'`],
    ['time-and-chance', 'main/till.ts', `const now = new Date()`],
    ['time-and-chance', 'main/till.ts', `const now = Date.now()`],
    ['time-and-chance', 'main/till.ts', `const now = globalThis.Date.now()`],
    ['time-and-chance', 'main/till.ts', `const now = performance.now()`],
    ['time-and-chance', 'main/training/desk.node.ts', `setTimeout(() => {}, 10)`],
    ['time-and-chance', 'main/journal/chain.node.ts', `setInterval(() => {}, 10)`],
    ['time-and-chance', 'main/journal/chain.node.ts', `const wait = { setTimeout }`],
    ['time-and-chance', 'main/gateway/client.node.ts', `const stop = AbortSignal.timeout(10)`],
    ['time-and-chance', 'main/domain/ids.ts', `const id = Math.random()`],
    ['time-and-chance', 'main/domain/ids.ts', `const id = crypto.randomUUID()`],
    ['time-and-chance', 'main/journal/chain.node.ts', `import { randomUUID } from 'node:crypto'`],
    ['time-and-chance', 'main/journal/chain.node.ts', `import { randomBytes as bytes } from 'node:crypto'`],
    ['time-and-chance', 'main/journal/chain.node.ts', `import { setTimeout } from 'node:timers/promises'`],
    ['world', 'main/journal/chain.node.ts', `import { writeFileSync } from 'node:fs'`],
    ['world', 'main/journal/chain.node.ts', `import { writeFileSync } from 'fs'`],
    ['world', 'main/payments/seal.node.ts', `import { readFile } from 'node:fs/promises'`],
    ['world', 'main/gateway/client.node.ts', `import { connect } from 'node:net'`],
    ['world', 'main/journal/storage.node.ts', `import { spawn } from 'node:child_process'`],
    ['suffix', 'main/journal/chain.node.ts', `navigator.onLine`],
    ['suffix', 'main/till.ts', `const text = Buffer.from('')`],
    ['suffix', 'renderer/App.tsx', `const home = process.env['HOME']`],
    ['unreadable', 'main/till.ts', 'const = 1'],
  ]
  test.each(planted)('%s in %s: %s', (rule, file, source) => {
    expect(inspect(new Map([[file, source]])).map((violation) => violation.rule)).toContain(rule)
  })
})

test.each<[string, number, boolean]>([
  ['main/till.ts', 300, true],
  ['main/till.ts', 301, false],
  ['test/till.test.ts', 500, true],
  ['test/till.test.ts', 501, false],
  ['main/domain/codes.ts', 900, true],
])('%s may have %i lines: %s', (file, lines, fine) => {
  const source = Array.from({ length: lines }, () => 'export {}').join('\n')
  expect(inspect(new Map([[file, source]])).length === 0).toBe(fine)
})

describe('nothing is found where all is well', () => {
  test.each<[string, string]>([
    [
      'main/till.ts',
      `// new Date() in a comment, import { app } from 'electron' too\nexport const text = "Math.random() './x'"`,
    ],
    [
      'main/till.ts',
      `import { judge } from './gateway/judge.ts'\nimport type { Journal } from './journal/journal.ts'`,
    ],
    ['main/till.ts', `export const shown = (shop: { Date: string }) => shop.Date + { Date: '' }.Date`],
    ['main/till.ts', `export const wait = (clock: { setTimeout: () => void }) => clock.setTimeout()`],
    [
      'main/journal/chain.node.ts',
      `import { createHash } from 'node:crypto'\nimport Database from 'better-sqlite3'`,
    ],
    [
      'renderer/App.tsx',
      `import { useWedge } from '../drivers/scanner/wedge.dom.ts'\nimport 'react'\nexport const at = Date.now()`,
    ],
    [
      'renderer/App.tsx',
      `import './style.css'\nimport wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'`.replace(/\n.*/, ''),
    ],
    ['app/electron/window.ts', `import type Electron from 'electron'\nimport { join } from 'node:path'`],
    [
      'app/compose.ts',
      `import { createTill } from '../main/till.ts'\nimport { openHid } from '../drivers/scanner/hid.node.ts'`,
    ],
    ['test/till.test.ts', `import Database from 'better-sqlite3'\nimport type Electron from 'electron'`],
  ])('%s: %s', (file, source) => {
    expect(inspect(new Map([[file, source]])).map(say)).toEqual([])
  })

  test('a path belongs to the longest room that fits', () => {
    expect(
      ['main/domain/money.ts', 'main/till.ts', 'app/electron/ipc.ts', 'docs/README.md'].map(roomOf),
    ).toEqual(['main/domain', 'main', 'app/electron', undefined])
  })
})
