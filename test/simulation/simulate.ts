// `npm run simulate -- --seeds N [--from S]`: one world per seed; `--seed S --trace` prints everything in one;
// `--mutants [--only PATTERN]` hunts the planted bugs, each in at most N worlds.
import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { huntAll } from './hunt.ts'
import { mutants } from './mutants.ts'
import { plant } from './mutate.ts'
import { addUp, emptySums, lineOf, tellSums, type Sums } from './summary.ts'
import type { Outcome } from './world.ts'

interface Work {
  readonly from: number
  readonly seeds: number
}
interface Told {
  readonly sums: Sums
  readonly failed: readonly Outcome[]
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    calm: { type: 'boolean', default: false },
    mutant: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    family: { type: 'string' },
    only: { type: 'string', default: '' },
    'until-failure': { type: 'boolean', default: false },
    processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    worker: { type: 'boolean', default: false },
  },
})
const chunk = 10

if (values.mutant !== undefined) {
  const mutant = mutants.find(({ name }) => name === values.mutant)
  if (mutant === undefined) throw new Error(`no mutant is called ${values.mutant}`)
  plant(mutant)
}
// Only now, so that the planted bug is in what is loaded.
const { runWorld } = await import('./world.ts')
const { calmPlan, familyOf, planOf } = await import('./plan.ts')
const planFor = values.calm ? calmPlan : planOf

/** A world that breaks with an error is a finding like any other. */
const run = async (seed: number): Promise<Outcome> => {
  try {
    return await runWorld(planFor(seed), values.trace ? (line) => console.log(line) : undefined)
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return {
      seed,
      violations: [{ invariant: 'I4', what }],
      digest: '',
      sales: 0,
      paid: 0,
      faults: {},
      runs: 0,
      virtualMs: 0,
    }
  }
}

const runSeeds = async ({ from, seeds }: Work): Promise<Told> => {
  let sums = emptySums
  const failed: Outcome[] = []
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await run(seed)
    sums = addUp(sums, outcome)
    if (outcome.violations.length > 0) failed.push(outcome)
  }
  return { sums, failed }
}

const runWorker = (): void => {
  process.on('message', (work: Work) => void runSeeds(work).then((told) => process.send?.(told)))
  process.on('disconnect', () => process.exit(0))
}

const runAll = async (from: number, seeds: number): Promise<Told> => {
  let sums = emptySums
  const failed: Outcome[] = []
  let next = from
  // A long run that is called off still says what it has seen.
  let isOver = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isOver = true))
  const began = performance.now()
  const serve = (worker: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      const give = (): void => {
        const rest = from + seeds - next
        if (isOver || rest <= 0 || failed.length >= 20) {
          worker.disconnect()
          resolve()
          return
        }
        worker.send({ from: next, seeds: Math.min(chunk, rest) } satisfies Work)
        next += chunk
      }
      worker.on('message', (told: Told) => {
        for (const outcome of told.failed) console.log(lineOf(outcome, values.mutant))
        failed.push(...told.failed)
        sums = addUp(sums, told.sums)
        if (process.stderr.isTTY) process.stderr.write(`\r${sums.seeds} of ${seeds} seeds`)
        give()
      })
      worker.on('exit', (code) => {
        if (code !== 0) reject(new Error(`a worker process ended with ${code}`))
      })
      give()
    })
  const workers = Array.from({ length: Number(values.processes) }, () =>
    fork(import.meta.filename, [...process.argv.slice(2), '--worker'], { stdio: 'inherit' }),
  )
  await Promise.all(workers.map(serve))
  console.log(tellSums(sums, (performance.now() - began) / 1000))
  return { sums, failed }
}

/** The first world that goes wrong, told to the process that asked. Worlds of other families are not run. */
const runUntilFailure = async ({ from, seeds }: Work): Promise<void> => {
  for (let seed = from; seed < from + seeds; seed += 1) {
    if (values.family !== undefined && familyOf(seed) !== values.family) continue
    const outcome = await run(seed)
    if (outcome.violations.length === 0) continue
    await new Promise((sent) => process.send?.(outcome, sent))
    return
  }
}

const seeds = Number(values.seeds ?? (values.mutants ? 2000 : 1000))
if (values['until-failure']) {
  // Whoever asked is gone.
  process.on('disconnect', () => process.exit(1))
  await runUntilFailure({ from: Number(values.from), seeds })
  process.exit(0)
} else if (values.mutants) {
  const wanted = mutants.filter(({ name, row }) => new RegExp(values.only).test(`${row} ${name}`))
  process.exitCode = (await huntAll(wanted, seeds, Number(values.processes))) ? 0 : 1
} else if (values.worker) {
  runWorker()
} else if (values.seed !== undefined) {
  const outcome = await run(Number(values.seed))
  console.log(JSON.stringify(planFor(Number(values.seed)), undefined, 2))
  console.log(JSON.stringify(outcome, undefined, 2))
  process.exitCode = outcome.violations.length === 0 ? 0 : 1
} else {
  const { failed } = await runAll(Number(values.from), seeds)
  process.exitCode = failed.length === 0 ? 0 : 1
}
