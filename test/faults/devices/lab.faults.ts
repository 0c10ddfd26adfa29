import { expect, test } from 'vitest'
import { makers } from '../../devices/scanner-contract.ts'
import { runLab } from '../../lab/lab.ts'
import { gatherParts } from '../../lab/machine.ts'

/** A minute and a half on a quiet machine; the lab gives up by itself after twenty. */
const timeout = 25 * 60_000

const parts = gatherParts()
const why = parts.ok ? '' : ` (skipped: ${parts.error})`

test.skipIf(!parts.ok)(
  `F37 F39: scanners, a printer and whole sales on real USB of an emulated machine keep every promise${why}`,
  { timeout },
  async ({ signal }) => {
    if (!parts.ok) return
    const { promises, cutShort, console: screen } = await runLab(parts.value, { signal })
    const broken = promises.filter(({ fault }) => fault !== undefined)
    expect(broken.map(({ device, promise, fault }) => `${device}: ${promise}: ${fault ?? ''}`)).toEqual([])
    expect(cutShort === undefined ? '' : `${cutShort}\n${screen.slice(-4000)}`).toBe('')
    const devices = new Set(promises.map(({ device }) => device))
    const scanners = Object.values(makers).map(({ name }) => `USB scanner ${name}`)
    expect([...devices].toSorted()).toEqual([...scanners, 'USB printer', 'Counter'].toSorted())
  },
)
