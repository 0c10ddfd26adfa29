// `npm run test:lab [-- printer counter]`: tries devices, or the named ones, on real USB of an emulated machine. Where it
// cannot run it says why, and that is no failure.
import { runLab } from './lab.ts'
import { gatherParts } from './machine.ts'

const began = performance.now()
const seconds = (): string => ((performance.now() - began) / 1000).toFixed(0)

const parts = gatherParts()
if (!parts.ok) {
  console.log(`The device lab is skipped: ${parts.error}.`)
  process.exit(0)
}
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
const {
  promises,
  cutShort,
  console: screen,
} = await runLab(parts.value, {
  asked: process.argv.slice(2),
  signal: stop.signal,
  onBooting: () =>
    console.log(
      `booting Linux ${parts.value.kernel.version} with Node ${process.version}, after ${seconds()} s`,
    ),
  onKept: ({ device, promise, ms, fault }) => {
    console.log(`${fault === undefined ? 'ok    ' : 'FAILED'} ${device}: ${promise} (${ms} ms)`)
    if (fault !== undefined) console.log(fault)
  },
})
const broken = promises.filter(({ fault }) => fault !== undefined).length
const isGood = cutShort === undefined && broken === 0 && promises.length > 0
if (cutShort === undefined && promises.length === 0) console.log('No device is called so.')
else if (!isGood) console.log(`The machine's screen:\n${screen.split('\n').slice(-200).join('\n')}`)
if (cutShort !== undefined) console.log(`The machine did not finish: ${cutShort}.`)
const devices = new Set(promises.map(({ device }) => device)).size
console.log(
  `${devices} devices, ${promises.length - broken} promises kept, ${broken} broken, in ${seconds()} s`,
)
process.exitCode = isGood ? 0 : 1
