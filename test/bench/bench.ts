// `npm run bench`: figures of one run, each beside its budget. Nothing is asserted; a row over its limit says so.
import { cpus } from 'node:os'
import { isBuilt } from '../../app/built-screen.ts'
import { dirname } from 'node:path'
import { benchCamera } from './camera.ts'
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

const benches: Readonly<Record<string, () => Promise<readonly BenchRow[]> | readonly BenchRow[]>> = {
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
}

const wanted = process.argv.slice(2)
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
  for (const row of await bench()) printRow(row)
  console.log('')
}
