import { SerialPort } from 'serialport'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { kick, type DrawerPin } from '../../drivers/drawer/kick.ts'
import { createLineDrawer, type DrawerSwitch } from '../../drivers/drawer/line.ts'
import { serialLink } from '../../drivers/links/serial.node.ts'
import { createLinePrinter } from '../../drivers/printer/line.ts'
import { err, ok } from '../../main/domain/result.ts'
import { hasty } from './hasty.ts'
import { cableTo, noCable } from './pty.ts'
import { startTcpPrinter } from './tcp-printer.ts'

const receipt = new Uint8Array(1000).fill(0x41)
const why = noCable()
if (why !== undefined) console.log(`  a serial line that has said stop is not tried: ${why}`)

/**
 * A printer that answers nothing, on a serial line. When that says stop, what is written lies in it, and is not drained
 * until it is thrown away. A terminal of the kernel calls everything drained, so that these two words are played.
 */
const silentPrinter = async () => {
  const device = await startTcpPrinter({ answersNow: false, answersInTurn: false })
  const cable = await cableTo(device.address.port)
  const line = serialLink({ path: cable.path, baud: 115_200, flow: 'xonxoff' })
  const printer = createLinePrinter(line, hasty)
  onTestFinished(async () => {
    vi.restoreAllMocks()
    await printer.close()
    await cable.pull()
    await device.close()
  })
  const drawer = (pin: DrawerPin, wiring: DrawerSwitch) =>
    createLineDrawer(line, kick(pin), wiring, { takeMs: 300, answerMs: 100 })
  let isDraining: () => void = () => {}
  const draining = new Promise<void>((resolve) => (isDraining = resolve))
  return {
    printer,
    drawer,
    /** It is being waited for what lies in the line. */
    draining,
    sayStop: () => {
      let drained: (fault: Error | null) => void = () => {}
      vi.spyOn(SerialPort.prototype, 'drain').mockImplementation((callback = () => {}) => {
        drained = callback
        isDraining()
      })
      vi.spyOn(SerialPort.prototype, 'flush').mockImplementation((callback = () => {}) => {
        setImmediate(() => {
          drained(null)
          callback(null)
        })
      })
    },
    sayGo: () => void vi.restoreAllMocks(),
  }
}

describe.skipIf(why !== undefined)('F37 a silent printer on a serial line that has said stop', () => {
  test('has not printed what it did not take, and prints when it is asked again', async () => {
    const { printer, sayStop, sayGo } = await silentPrinter()
    sayStop()
    let begun = false
    expect(await printer.print(receipt, () => (begun = true))).toEqual(err('timed-out'))
    expect(begun).toBe(true)
    sayGo()
    expect(await printer.print(receipt)).toEqual(ok(undefined))
  })

  test('has not printed what a till that closes throws away', async () => {
    const { printer, sayStop, draining } = await silentPrinter()
    sayStop()
    const printed = printer.print(receipt)
    await draining
    await printer.close()
    expect(await printed).toEqual(err('closed'))
  })

  test.each<DrawerSwitch>(['none', 'high-open'])(
    'has not opened its drawer, whose switch is %s',
    async (wiring) => {
      const { drawer, sayStop, sayGo } = await silentPrinter()
      sayStop()
      expect(await drawer(2, wiring).open()).toEqual(err('timed-out'))
      sayGo()
      expect(await drawer(2, wiring).open()).toEqual(ok(undefined))
    },
  )
})
