// `npm test`: everything that must hold, in order, with one line at the end. `npm run check` stops after the first three.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findBrowser, installBrowser } from './browser/find-browser.ts'

const root = dirname(import.meta.dirname)
const bin = (name: string): string => join(root, 'node_modules', name)

interface Step {
  readonly name: string
  readonly args: readonly string[]
}

const checks: readonly Step[] = [
  { name: 'types', args: [bin('typescript/bin/tsc'), '-p', root] },
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', root] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', root] },
]
const build: Step = { name: 'build', args: [join(root, '.config/build.ts')] }
const report = join(root, 'out', 'test-report.json')
const tests = (files: readonly string[]): Step => ({
  name: 'tests',
  args: [
    bin('vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, '.config/vitest.config.ts'),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
  ],
})

const run = ({ name, args }: Step, env: NodeJS.ProcessEnv = process.env): Promise<boolean> =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: root, env })
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
      resolve(code === 0)
    })
  })

interface Counts {
  readonly passed: number
  readonly failed: number
}
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string
      readonly ancestorTitles: readonly string[]
    }[]
  }[]
}
const countTests = async (): Promise<Counts> => {
  const { default: counted } = (await import(report, { with: { type: 'json' } })) as { default: Report }
  // A group that cannot run here says why in its title.
  const skipped = counted.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'skipped' || status === 'pending')
    .map(({ ancestorTitles }) => ancestorTitles.join(' > '))
  for (const group of new Set(skipped)) {
    console.log(`skipped: ${group} (${skipped.filter((title) => title === group).length} tests)`)
  }
  // A file that does not even load has failed, though none of its tests has.
  const failed = Math.max(counted.numFailedTests, counted.numFailedTestSuites > 0 ? 1 : 0)
  return { passed: counted.numPassedTests, failed }
}

const main = async (): Promise<number> => {
  const [what, ...files] = process.argv.slice(2)
  const onlyChecks = what === 'check'
  let passed = 0
  let failed = 0
  const count = (ok: boolean): void => {
    if (ok) passed += 1
    else failed += 1
  }
  for (const check of checks) count(await run(check))
  if (!onlyChecks) {
    const browser = findBrowser() ?? (await installBrowser())
    const built = await run(build)
    count(built)
    if (built) {
      const env = browser === undefined ? process.env : { ...process.env, CHROMIUM_PATH: browser }
      const given = [what, ...files].filter((file) => file !== undefined)
      await rm(report, { force: true }) // The counts of an earlier run are no answer.
      const ok = await run(tests(given), env)
      const counts = existsSync(report) ? await countTests() : { passed: 0, failed: 1 }
      passed += counts.passed
      failed += ok ? counts.failed : Math.max(1, counts.failed)
    }
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main()
