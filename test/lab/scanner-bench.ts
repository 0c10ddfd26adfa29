import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Layout } from '../../drivers/scanner/hid-layouts.ts'
import { makers, type HandScanner, type ScannerBench } from '../devices/scanner-contract.ts'
import { describedLayouts } from '../devices/fixtures/report-descriptors.ts'
import { makeGadget } from './gadgets.ts'
import type { FromDriver, ToDriver } from './scanner-driver.ts'

/** A report leaves when the host asks, every few milliseconds. */
const reportMs = 20

const hasCode = (fault: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((fault as NodeJS.ErrnoException).code ?? '')

/** Gives one report to the device's side; waits while the one before has not been fetched. */
const sendReport = async (file: number, report: Uint8Array): Promise<void> => {
  for (;;) {
    try {
      writeSync(file, report)
      return
    } catch (fault) {
      if (!hasCode(fault, 'EAGAIN')) throw fault
      await sleep(1)
    }
  }
}

interface PluggedScanner {
  readonly scanner: HandScanner
  readonly putAway: () => void
}

const plugScanner = async (layout: Layout): Promise<PluggedScanner> => {
  const { name, ...ids } = makers[layout]
  const [manufacturer = '', product = ''] = name.split(' ')
  const gadget = makeGadget({
    ...ids,
    manufacturer,
    product,
    kind: 'hid',
    attributes: { protocol: '0', subclass: '0', report_length: '64', report_desc: describedLayouts[layout] },
  })
  await gadget.plugIn()
  const file = openSync(gadget.file(), constants.O_RDWR | constants.O_NONBLOCK)
  return {
    scanner: {
      send: async (reports) => {
        for (const report of reports) await sendReport(file, report)
        await sleep(reportMs)
      },
      pullCable: () => Promise.resolve(gadget.pullCable()),
      plugAgain: gadget.plugIn,
    },
    putAway: () => {
      closeSync(file)
      gadget.remove()
    },
  }
}

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
      const plugged: PluggedScanner[] = []
      let started = false
      codes = []
      states = []
      return {
        plug: async (layout) => {
          const device = await plugScanner(layout)
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
          await sleep(reportMs)
        },
        thaw: () => Promise.resolve(void child.kill('SIGCONT')),
        close: async () => {
          child.kill('SIGCONT')
          if (started) await order('close', 'closed')
          for (const { putAway } of plugged) putAway()
        },
      }
    },
    close: () => child.kill(),
  }
}
