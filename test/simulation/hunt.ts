import { fork } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'
import { mutatedText } from './mutate.ts'
import { familyOf } from './plan.ts'
import type { Outcome } from './world.ts'

/** What became of one planted bug. */
export interface Hunted {
  readonly mutant: Mutant
  /** Worlds that were run until it was found, in the order of their seeds. */
  readonly worlds: number
  /** `undefined` when it survived. */
  readonly found: string | undefined
}

const simulate = join(import.meta.dirname, 'simulate.ts')
const page = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md')

/** Runs seeds in a process of their own until one goes wrong. */
const firstFailure = (args: readonly string[], from: number, seeds: number): Promise<Outcome | undefined> =>
  new Promise((resolve, reject) => {
    const range = ['--until-failure', '--from', String(from), '--seeds', String(seeds)]
    const worker = fork(simulate, [...range, ...args], { stdio: 'inherit' })
    let told: Outcome | undefined
    worker.on('message', (outcome: Outcome) => (told = outcome))
    worker.on('error', reject)
    worker.on('exit', (code) => {
      if (code === 0) resolve(told)
      else reject(new Error(`a process that hunted ended with ${code}`))
    })
  })

/** How many of the seeds up to this one are of its family. */
const worldsUpTo = (seed: number, { family }: Mutant): number =>
  family === undefined
    ? seed
    : Array.from({ length: seed }, (_, index) => familyOf(index + 1)).filter((name) => name === family).length

/** A world that goes wrong without the bug as well proves nothing, and the hunt goes on behind it. */
const hunt = async (mutant: Mutant, worldsMax: number): Promise<Hunted> => {
  mutatedText(mutant)
  let last = worldsMax
  while (worldsUpTo(last, mutant) < worldsMax) last += 1
  let next = 1
  while (next <= last) {
    const family = mutant.family === undefined ? [] : ['--family', mutant.family]
    const outcome = await firstFailure(['--mutant', mutant.name, ...family], next, last - next + 1)
    if (outcome === undefined) break
    const { seed, violations } = outcome
    const clean = await firstFailure([], seed, 1)
    const [violation] = violations
    if (clean === undefined && violation !== undefined) {
      const words = `${violation.invariant} ${violation.what.split('\n')[0] ?? ''}`
      return { mutant, worlds: worldsUpTo(seed, mutant), found: words }
    }
    next = seed + 1
  }
  return { mutant, worlds: worldsMax, found: undefined }
}

/** Without ids and amounts, of which every world has its own. */
const general = (words: string): string =>
  words
    .replaceAll(/till-\d\/\d+/g, '…')
    .replaceAll(/\btill-\d\b/g, 'the till')
    .replaceAll(/\b[78]\d{27}\b/g, '…')
    .replaceAll(/\d{3,}(?:\.\d+)?/g, 'n')
    .replaceAll('|', '/')
    .slice(0, 110)

const table = (hunted: readonly Hunted[]): string => {
  const rows = [...hunted]
    .sort((a, b) => (a.mutant.row < b.mutant.row ? -1 : a.mutant.row > b.mutant.row ? 1 : 0))
    .map(({ mutant, worlds, found }) => {
      const how = found === undefined ? '**NOT FOUND**' : general(found)
      return `| ${mutant.row} | ${mutant.name} | ${worlds} ${mutant.family ?? ''} | ${how} |`
    })
  return [
    '| row | planted bug: the till that... | worlds needed (of which family) | found by |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

const marks = ['<!-- mutants -->', '<!-- end of mutants -->'] as const
const writeTable = (text: string): void => {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const [from, to] = marks.map((mark) => before.indexOf(mark))
  if (from === undefined || to === undefined || from < 0 || to < from) return
  writeFileSync(page, `${before.slice(0, from + marks[0].length)}\n\n${text}\n\n${before.slice(to)}`)
}

/** Hunts every one of the planted bugs, two at a time, and says which were found. True when all were. */
export const huntAll = async (
  mutants: readonly Mutant[],
  seedsMax: number,
  processes: number,
): Promise<boolean> => {
  const hunted: Hunted[] = []
  const waiting = [...mutants]
  const serve = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const one = await hunt(mutant, seedsMax)
      hunted.push(one)
      console.log(`${mutant.row} ${mutant.name}: ${one.worlds} ${one.found ?? 'SURVIVES'}`)
    }
  }
  await Promise.all(Array.from({ length: processes }, serve))
  const text = table(hunted)
  console.log(`\n${text}\n`)
  const survivors = hunted.filter(({ found }) => found === undefined)
  console.log(` ${hunted.length} planted bugs, ${survivors.length} survive`)
  if (process.env['UPDATE_DOCS'] === '1') writeTable(text)
  return survivors.length === 0
}
