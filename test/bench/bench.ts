// `npm run bench`: figures of one run, each beside its budget. Nothing is asserted; a row over its limit says so.
import { cpus } from 'node:os'
import { isBuilt } from '../../app/built-screen.ts'
import { dirname } from 'node:path'
import { benchCamera } from './camera.ts'
import { benchCameraLive } from './camera-live.ts'
import { benchCameraMemory } from './camera-memory.ts'
import { benchCameraSquares } from './camera-squares.ts'
import { benchCameraStrangers } from './camera-strangers.ts'
import { benchCrash } from './crash.ts'
import { benchJournal } from './journal.ts'
import { benchPrinting } from './printing.ts'
import { benchReconciliation } from './reconciliation.ts'
import { benchReports } from './reports.ts'
import { printRow, type BenchRow } from './rows.ts'
import { benchSales } from './sales.ts'
import { benchScans } from './scans.ts'
import { benchSignature } from './signature.ts'
import { benchStart } from './start.ts'

const benches: Readonly<
  Record<string, (count?: number) => Promise<readonly BenchRow[]> | readonly BenchRow[]>
> = {
  sales: benchSales,
  scans: benchScans,
  printing: benchPrinting,
  signature: benchSignature,
  journal: benchJournal,
  start: benchStart,
  crash: benchCrash,
  reconciliation: benchReconciliation,
  reports: benchReports,
  camera: benchCamera,
  'camera-live': benchCameraLive,
  'camera-squares': benchCameraSquares,
  'camera-strangers': benchCameraStrangers,
  'camera-memory': benchCameraMemory,
}

const isCount = (word: string): boolean => /^[1-9]\d{0,6}$/.test(word)
const words = process.argv.slice(2)
const wanted = words.filter((word) => !isCount(word))
/** The number behind a name: how many frames, for the benches that can be long or short. */
const countOf = (name: string): number | undefined => {
  const next = words[words.indexOf(name) + 1]
  return words.includes(name) && next !== undefined && isCount(next) ? Number(next) : undefined
}
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  console.error(`No bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}
if (!isBuilt(dirname(dirname(import.meta.dirname)), 'out/renderer/index.html')) {
  console.log(
    'Run "npm run build" first for the start of the built screen; what is built now is older than its sources.',
  )
}
console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}\n`)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(name)
  for (const row of await bench(countOf(name))) printRow(row)
  console.log('')
}
