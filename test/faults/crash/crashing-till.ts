import { NotTaken, openCounter, tellParent } from './counter.ts'
import { scenarios } from './scenarios.ts'

/** A till of its own process that plays one scenario: `crashing-till DATA NAME`. */
const [data = '', name = ''] = process.argv.slice(2)
const scenario = scenarios.find((one) => one.name === name)
if (scenario === undefined) throw new Error(`there is no scenario "${name}"`)
try {
  await scenario.steps({
    data,
    tell: tellParent,
    open: (options) => openCounter(data, { ...options, tell: tellParent }),
  })
  tellParent({ told: 'end' })
  process.exit(0)
} catch (error) {
  if (!(error instanceof NotTaken)) console.error(error)
  // A stopped till stays on its counter: what it had set itself to do next must not bring it down.
  else await new Promise((resolve) => setTimeout(resolve, 150))
  process.exit(error instanceof NotTaken ? 3 : 4)
}
