import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ScannerBench } from '../devices/scanner-contract.ts'
import type { FromDriver, ToDriver } from './scanner-driver.ts'
import { plugUsbScanner, type UsbScanner } from './usb-scanner.ts'

/** For a process to be stopped and for reports on their way to arrive. */
const settleMs = 20

export interface ScannerBenches {
  readonly open: () => ScannerBench
  readonly close: () => void
}

/** Benches with real USB scanners, one after the other on one driver's process. */
export const scannerBenches = (program: string): ScannerBenches => {
  const child: ChildProcess = fork(program)
  let codes: readonly string[] = []
  let states: Extract<FromDriver, { type: 'list' }>['states'] = []
  let heard: (what: FromDriver['type']) => void = () => {}
  child.on('message', (message: FromDriver) => {
    if (message.type === 'codes') codes = message.codes
    if (message.type === 'list') states = message.states
    heard(message.type)
  })
  const order = (what: ToDriver, answer: FromDriver['type']): Promise<void> =>
    new Promise((resolve) => {
      heard = (type) => {
        if (type === answer) resolve()
      }
      child.send(what)
    })

  return {
    open: () => {
      const plugged: UsbScanner[] = []
      let started = false
      codes = []
      states = []
      return {
        plug: async (layout) => {
          const device = await plugUsbScanner(layout)
          plugged.push(device)
          return device.scanner
        },
        startDriver: () => {
          started = true
          return order('open', 'opened')
        },
        list: () => states.map((state) => ({ state })),
        codes: () => codes,
        within: async (ms, isSo) => {
          const end = performance.now() + ms
          while (performance.now() < end && !isSo()) await sleep(5)
          return isSo()
        },
        freeze: async () => {
          child.kill('SIGSTOP')
          await sleep(settleMs)
        },
        thaw: () => Promise.resolve(void child.kill('SIGCONT')),
        close: async () => {
          child.kill('SIGCONT')
          if (started) await order('close', 'closed')
          for (const scanner of plugged) scanner.close()
        },
      }
    },
    close: () => child.kill(),
  }
}
