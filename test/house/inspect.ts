import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path/posix'
import { parseSync, Visitor } from 'vite'
import {
  bannedImportsInEngine,
  bannedInEngine,
  doors,
  homes,
  linesMax,
  browserWords,
  nodePackages,
  nodeWords,
  tables,
  worldOfEngine,
} from './rooms.ts'

export interface Violation {
  readonly file: string
  readonly rule:
    | 'unreadable'
    | 'room'
    | 'door'
    | 'suffix'
    | 'home'
    | 'unknown-package'
    | 'extension'
    | 'time-and-chance'
    | 'world'
    | 'length'
  readonly what: string
}

interface Import {
  /** As it is written. */
  readonly of: string
  /** Names taken from it; empty for all of it, or none. */
  readonly names: readonly string[]
}

interface Reading {
  readonly imports: readonly Import[]
  /** Names used that may be global ones, `Math.random` among them. */
  readonly words: readonly string[]
}

/** Reads a source by its syntax, so that no comment and no text in it counts. */
const readSource = (file: string, source: string): Reading | undefined => {
  const { program, module, errors } = parseSync(file, source)
  if (errors.length > 0) return undefined
  const imports: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      of: moduleRequest.value,
      names: entries.flatMap(({ importName }) => (importName.name === null ? [] : [importName.name])),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, importName }) =>
        moduleRequest === null
          ? []
          : [{ of: moduleRequest.value, names: importName.name === null ? [] : [importName.name] }],
      ),
    ),
  ]
  const words: string[] = []
  const notWords = new Set<number>()
  new Visitor({
    ImportExpression: ({ source: from }) => {
      // An import of a computed name could be anything; it is written as such and found by no door.
      imports.push({
        of: from.type === 'Literal' && typeof from.value === 'string' ? from.value : '?',
        names: [],
      })
    },
    TSImportType: ({ source: from }) => void imports.push({ of: from.value, names: [] }),
    NewExpression: ({ callee, arguments: [first, second] }) => {
      // `new URL('./x.worker.ts', import.meta.url)` is how a bundler is told to take another file in.
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || first?.type !== 'Literal') return
      if (second?.type !== 'MemberExpression' || second.object.type !== 'MetaProperty') return
      imports.push({ of: String(first.value), names: [] })
    },
    MemberExpression: (node) => {
      if (node.computed || node.property.type !== 'Identifier') return
      notWords.add(node.property.start)
      if (node.object.type !== 'Identifier') return
      words.push(`${node.object.name}.${node.property.name}`)
      if (['globalThis', 'window', 'self'].includes(node.object.name)) words.push(node.property.name)
    },
    Property: ({ key, computed, shorthand }) => void (computed || shorthand || notWords.add(key.start)),
    PropertyDefinition: ({ key, computed }) => void (computed || notWords.add(key.start)),
    MethodDefinition: ({ key, computed }) => void (computed || notWords.add(key.start)),
    TSPropertySignature: ({ key, computed }) => void (computed || notWords.add(key.start)),
    TSMethodSignature: ({ key, computed }) => void (computed || notWords.add(key.start)),
    Identifier: ({ name, start }) => void (notWords.has(start) || words.push(name)),
  }).visit(program)
  return { imports, words }
}

const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

/** The room of a path: the longest name in the table that fits. */
export const roomOf = (path: string): string | undefined =>
  Object.keys(doors)
    .filter((name) => within(path, name))
    .toSorted((a, b) => b.length - a.length)[0]

const mayPass = (from: string, to: string): boolean => {
  const room = roomOf(from)
  if (room === undefined) return true
  if (room === roomOf(to)) return true
  return (doors[room] ?? []).some(
    (door) => (door === 'main/*' && within(to, 'main') && !within(to, 'main/training')) || within(to, door),
  )
}

type Place = 'pure' | 'node' | 'dom'
/** What a file may count on, by its name; `undefined` where everything is at hand. */
const placeOf = (path: string): Place | undefined => {
  if (/^(?:app|test|\.config)\//.test(path)) return undefined
  if (/\.node\.tsx?$/.test(path)) return 'node'
  return path.startsWith('renderer/') || /\.dom\.tsx?$/.test(path) ? 'dom' : 'pure'
}

const packageOf = (request: string): string => request.split('/', request.startsWith('@') ? 2 : 1).join('/')
const isNodes = (request: string): boolean => request.startsWith('node:') || builtinModules.includes(request)

/** Everything in `files` (paths from the root, with their sources) that is not as the house wants it. */
export const inspect = (files: ReadonlyMap<string, string>): readonly Violation[] => {
  const found: Violation[] = []
  for (const [file, source] of files) {
    const say = (rule: Violation['rule'], what: string): void => void found.push({ file, rule, what })
    const isTest = file.startsWith('test/')
    const engine = file.startsWith('main/')

    const lines = source.trimEnd().split('\n').length
    const max = isTest ? linesMax.test : linesMax.product
    if (lines > max && !Object.hasOwn(tables, file)) say('length', `${lines} lines, ${max} allowed`)
    if (engine && file.split('/').length > 2 && roomOf(file) === 'main')
      say('room', 'a room without a line in the table')

    const reading = readSource(file, source)
    if (reading === undefined) {
      say('unreadable', 'has a syntax error')
      continue
    }
    const place = placeOf(file)
    for (const { of, names } of reading.imports) {
      if (of === '?') {
        if (place !== undefined) say('door', 'import of a computed name')
        continue
      }
      if (of.startsWith('.')) {
        const target = normalize(join(dirname(file), of.replace(/\?.*$/, '')))
        if (!/\.[a-z0-9]+$/.test(target)) say('extension', of)
        if (!mayPass(file, target)) say('door', `${roomOf(file)} -> ${target}`)
        const other = placeOf(target)
        if (place === 'pure' && (other === 'node' || other === 'dom')) say('suffix', `pure -> ${target}`)
        if (place === 'dom' && other === 'node') say('suffix', `dom -> ${target}`)
        if (place === 'node' && other === 'dom') say('suffix', `node -> ${target}`)
        continue
      }
      if (isNodes(of)) {
        if (place === 'pure' || place === 'dom') say('suffix', `${place} -> ${of}`)
        const named = of.startsWith('node:') ? of : `node:${of}`
        if (engine && Object.hasOwn(worldOfEngine, named) && worldOfEngine[named]?.includes(file) !== true)
          say('world', named)
        const banned = engine ? bannedImportsInEngine[of] : undefined
        if (banned === 'everything') say('time-and-chance', of)
        else
          for (const name of names)
            if (banned?.includes(name) === true) say('time-and-chance', `${of} ${name}`)
        continue
      }
      const name = packageOf(of)
      const allowed = homes[name]
      if (allowed === undefined) say('unknown-package', name)
      else if (
        !isTest &&
        !allowed.some((home) => file === home || (home.endsWith('/') && file.startsWith(home)))
      ) {
        say('home', name)
      }
      if ((place === 'pure' || place === 'dom') && nodePackages.includes(name))
        say('suffix', `${place} -> ${name}`)
    }
    for (const word of new Set(reading.words)) {
      if (place !== undefined && place !== 'dom' && browserWords.includes(word))
        say('suffix', `${place} -> ${word}`)
      if (place !== undefined && place !== 'node' && nodeWords.includes(word))
        say('suffix', `${place} -> ${word}`)
    }
    if (engine) {
      for (const word of new Set(reading.words))
        if (bannedInEngine.includes(word)) say('time-and-chance', word)
    }
  }
  return found
}
