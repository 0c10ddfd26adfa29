import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../browser/find-browser.ts'
import { quantile, type BenchRow } from './rows.ts'

const root = dirname(dirname(import.meta.dirname))
const rounds = 7

export const startOnce = (
  data: string,
): Promise<{ readonly readyMs: number; readonly url: string; readonly stop: () => Promise<void> }> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(
      process.execPath,
      [join(root, 'app/start.ts'), '--browser', '--no-open', '--data', data],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let heard = ''
    const stop = (): Promise<void> =>
      new Promise((ended) => {
        child.once('close', () => ended())
        child.kill('SIGTERM')
      })
    child.stdout.on('data', (bytes: Buffer) => {
      heard += bytes.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(heard)?.[0]
      if (url !== undefined) resolve({ readyMs: performance.now() - began, url, stop })
    })
    child.once('exit', (code) => reject(new Error(`the till ended with ${code}`)))
  })

const bareNode = (): Promise<number> =>
  new Promise((resolve) => {
    const began = performance.now()
    spawn(process.execPath, ['-e', '']).once('close', () => resolve(performance.now() - began))
  })

/** Program start to a till that takes commands, and browser start to a screen that takes digits (performance P12). */
export const benchStart = async (): Promise<readonly BenchRow[]> => {
  const data = mkdtempSync(join(tmpdir(), 'spot-till-start-'))
  const ready: number[] = []
  const bare: number[] = []
  const screen: number[] = []
  const blank: number[] = []
  const executablePath = findBrowser()
  for (let round = 0; round < rounds; round++) {
    bare.push(await bareNode())
    const till = await startOnce(data)
    ready.push(till.readyMs)
    if (executablePath !== undefined) {
      for (const [url, times] of [
        ['about:blank', blank],
        [till.url, screen],
      ] as const) {
        const began = performance.now()
        const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
        const page = await browser.newPage({ viewport: { width: 1024, height: 768 } })
        await page.goto(url)
        if (times === screen) await page.getByTestId('amount').waitFor()
        times.push(performance.now() - began)
        await browser.close()
      }
    }
    await till.stop()
  }
  rmSync(data, { recursive: true, force: true })
  const median = (values: readonly number[]): number => quantile(values, 0.5)
  return [
    { name: 'P12 program start to a till that takes commands', value: median(ready), unit: 'ms' },
    { name: 'P12 bare node', value: median(bare), unit: 'ms' },
    ...(executablePath === undefined
      ? []
      : [
          { name: 'P12 browser start to ready to scan', value: median(screen), unit: 'ms' },
          { name: 'P12 the same browser with an empty page', value: median(blank), unit: 'ms' },
          {
            name: 'P12 ready to scan against an empty page',
            value: median(screen) / median(blank),
            unit: 'x',
            limit: 1.5,
          },
        ]),
  ]
}
