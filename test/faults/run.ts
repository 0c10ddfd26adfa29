// `npm run test:faults [-- F13 F14]`: every row of the fault matrix, or the named ones, by all tests whose titles name
// the row. With UPDATE_DOCS=1 the results go into docs/reliability.md.
import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findBrowser, installBrowser } from '../browser/find-browser.ts'
import { faults } from './matrix.ts'
import { matrixTable, readReport, rowsOf, type VitestReport } from './results.ts'

const root = dirname(dirname(import.meta.dirname))
const report = join(root, 'out', 'faults-report.json')
const page = join(root, 'docs', 'reliability.md')
const began = performance.now()

const run = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: root, env })
    child.on('close', (code) => resolve(code === 0))
  })

const asked = process.argv.slice(2)
const strange = asked.filter((id) => !faults.some((fault) => fault.id === id))
if (strange.length > 0) {
  console.error(`no such row: ${strange.join(', ')}. Rows are F01 to ${faults.at(-1)?.id ?? ''}`)
  process.exit(2)
}
const wanted = asked.length > 0 ? asked : faults.map(({ id }) => id)

const files = globSync('test/**/*.{test,faults}.ts', { cwd: root }).filter((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  return wanted.some((id) => text.includes(id))
})
const browser = findBrowser() ?? (await installBrowser())
const env = {
  ...process.env,
  SPOT_TILL_FAULTS: '1',
  ...(browser !== undefined && { CHROMIUM_PATH: browser }),
}
await rm(report, { force: true })
const isBuilt = await run([join(root, '.config/build.ts')], env)
const isGreen =
  isBuilt &&
  (await run(
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      join(root, '.config/vitest.config.ts'),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      '--testNamePattern',
      `\\b(${wanted.join('|')})\\b`,
      ...files,
    ],
    env,
  ))

const rows = rowsOf(
  faults.filter(({ id }) => wanted.includes(id)),
  existsSync(report) ? readReport(JSON.parse(readFileSync(report, 'utf8')) as VitestReport, root) : [],
)
for (const { id, fault, passed, failed, skipped, files: where } of rows) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  console.log(
    `${id}  ${passed > 0 && failed === 0 ? 'ok    ' : 'FAILED'} ${fault}: ${counts} (${where.join(', ')})`,
  )
}
const sound = rows.filter(({ passed, failed }) => passed > 0 && failed === 0).length
const minutes = ((performance.now() - began) / 60_000).toFixed(1)
console.log(`${sound} of ${rows.length} rows hold, in ${minutes} minutes`)

if (process.env['UPDATE_DOCS'] === '1' && asked.length === 0) {
  const text = readFileSync(page, 'utf8')
  const [before, rest = ''] = text.split('<!-- matrix -->\n')
  const [, after] = rest.split('<!-- end of matrix -->')
  if (after === undefined) throw new Error(`${page} has no place for the matrix`)
  writeFileSync(page, `${before}<!-- matrix -->\n\n${matrixTable(rows)}\n<!-- end of matrix -->${after}`)
}
process.exitCode = isGreen && sound === rows.length ? 0 : 1
