// `npm run test:lab [-- printer]`: boots an emulated machine with real USB scanners and a real USB printer of its kernel, and runs the
// contracts of the devices there. Exits with 0 when it cannot run here, and says why.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeImage } from './image.ts'
import { bootMachine, gatherParts } from './machine.ts'
import type { Report } from './report.ts'

const began = performance.now()
const timeoutMs = 8 * 60_000
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0)

const parts = gatherParts()
if (!parts.ok) {
  console.log(`The device lab is skipped: ${parts.error}.`)
  process.exit(0)
}

const out = join(dirname(dirname(import.meta.dirname)), 'out')
mkdirSync(out, { recursive: true })
const folder = mkdtempSync(join(out, 'lab-'))
const consoleFile = join(folder, 'console.log')
const reports: Report[] = []
try {
  const image = await makeImage(parts.value, folder, process.argv.slice(2))
  console.log(
    `made the machine in ${seconds(began)} s: Linux ${parts.value.kernel.version}, Node ${process.version}`,
  )
  const booted = performance.now()
  const outcome = await bootMachine(parts.value.qemu, {
    kernel: parts.value.kernel,
    image,
    consoleFile,
    timeoutMs,
    onLine: (text) => {
      if (!text.startsWith('{')) return
      const report = JSON.parse(text) as Report
      reports.push(report)
      if (report.type !== 'promise') return
      console.log(
        `${report.fault === undefined ? 'ok    ' : 'FAILED'} ${report.device} ${report.promise} (${report.ms} ms)`,
      )
      if (report.fault !== undefined) console.log(report.fault)
    },
  })
  const promises = reports.filter((report) => report.type === 'promise')
  const broken = promises.filter(({ fault }) => fault !== undefined).length
  const isWhole = reports.at(-1)?.type === 'end'
  if (!isWhole || broken > 0) {
    console.log(readFileSync(consoleFile, 'utf8').split('\n').slice(-200).join('\n'))
    console.log(outcome === 'timed-out' ? 'the machine was still running and was switched off' : 'see above')
  }
  console.log(`${promises.length - broken} kept, ${broken} broken, in ${seconds(booted)} s`)
  process.exitCode = isWhole && broken === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
