import koffi from 'koffi'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createSpooledPrinter } from '../../drivers/printer/spooler.ts'
import { createWindowsSpooler, faultInStatus } from '../../drivers/printer/windows.ts'
import { bindWinspool, type WinspoolLibrary } from '../../drivers/printer/winspool.node.ts'
import { err, ok } from '../../main/domain/result.ts'
import { wholeJob } from './printer-contract.ts'

/**
 * There is no Windows here. Tried is what the till does with the answers of its spooler, and, with the real `koffi`,
 * that each function is bound and called as winspool.h has it; the functions themselves are stand-ins.
 */
interface Desk {
  /** Jobs that the spooler has, by number. */
  readonly jobs: Map<number, { bytes: number[]; isPaused: boolean; isRetained: boolean; status: number }>
  printed: Uint8Array[]
  status: number
  attributes: number
  /** Bytes that one call of WritePrinter takes. */
  takes: number
  isRunning: boolean
  /** It keeps printed jobs that it is told to keep; Samba's does not know that command. */
  retains: boolean
}
type Call = readonly unknown[]

const startSpooler = () => {
  const desk: Desk = {
    jobs: new Map(),
    printed: [],
    status: 0,
    attributes: 0,
    takes: Number.POSITIVE_INFINITY,
    isRunning: true,
    retains: true,
  }
  const calls: Call[] = []
  const bound: Call[] = []
  let last = 0
  const work = (number: number): void => {
    const job = desk.jobs.get(number)
    if (job === undefined || job.isPaused || desk.status !== 0 || desk.attributes !== 0) return
    if (job.isRetained) job.status |= 0x80
    else desk.jobs.delete(number)
    desk.printed.push(Uint8Array.from(job.bytes))
  }
  const set = (place: unknown, value: unknown): void => {
    ;(place as unknown[])[0] = value
  }
  const functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    OpenPrinterW: (name, handle) => {
      if (!desk.isRunning || name !== 'Receipts') return false
      set(handle, 7n)
      return true
    },
    StartDocPrinterW: (_, __, document) => {
      expect(document).toMatchObject({ pOutputFile: null, pDatatype: 'RAW' })
      desk.jobs.set((last += 1), { bytes: [], isPaused: false, isRetained: false, status: 0 })
      return last
    },
    WritePrinter: (_, bytes, length, taken) => {
      const some = (bytes as Uint8Array).subarray(0, Math.min(Number(length), desk.takes))
      desk.jobs.get(last)?.bytes.push(...some)
      set(taken, some.length)
      return some.length > 0
    },
    EndDocPrinter: () => {
      work(last)
      return true
    },
    SetJobW: (_, number, __, ___, command) => {
      const job = desk.jobs.get(Number(number))
      if (job === undefined) return false
      if (command === 8) {
        job.isRetained = desk.retains
        job.status |= desk.retains ? 0x2000 : 0
        return desk.retains
      }
      if (command === 9 && !job.isRetained) return false
      if (command === 5 || command === 9) desk.jobs.delete(Number(number))
      else job.isPaused = command === 1
      if (command === 2) setTimeout(() => work(Number(number)), 20)
      return true
    },
    GetJobW: (_, number, level, answer) => {
      const job = desk.jobs.get(Number(number))
      expect(level).toBe(1)
      // JOB_INFO_1W on 64 bits: the number, six pointers, then the state.
      if (job !== undefined) (answer as Buffer).writeUInt32LE(job.status, 56)
      return job !== undefined
    },
    GetPrinterW: (_, level, answer) => {
      expect(level).toBe(2)
      // PRINTER_INFO_2W on 64 bits: thirteen pointers, then six numbers, of which these are the first and the last.
      ;(answer as Buffer).writeUInt32LE(desk.attributes, 104)
      ;(answer as Buffer).writeUInt32LE(desk.status, 124)
      return true
    },
    EnumPrintersW: (_, __, level, answer, ___, ____, count) => {
      if (!desk.isRunning) return false
      expect(level).toBe(4)
      const buffer = answer as Buffer
      // PRINTER_INFO_4W: two pointers and a number, filled up to 24 bytes; the names stand behind.
      for (const [index, name] of ['Receipts', 'Büro 打印机'].entries()) {
        const at = 1000 + index * 100
        buffer.write(`${name}\0`, at, 'utf16le')
        buffer.writeBigUInt64LE(koffi.address(buffer) + BigInt(at), index * 24)
      }
      set(count, 2)
      return true
    },
    ClosePrinter: () => true,
  }
  const library: WinspoolLibrary = {
    func: ((...definition: Call) => {
      bound.push(definition)
      const name = String(definition[1])
      const called = functions[name]
      return Object.assign(() => undefined, {
        async: (...args: unknown[]) => {
          const answer = args.pop() as (fault: unknown, result: unknown) => void
          calls.push([name, ...args])
          setImmediate(() => answer(null, called?.(...args)))
        },
      })
    }) as unknown as WinspoolLibrary['func'],
  }
  const winspool = bindWinspool(koffi, library)
  const printerNamed = (name: string) => {
    const printer = createSpooledPrinter(
      createWindowsSpooler(name, () => Promise.resolve(winspool)),
      { pollMs: 10, faultMs: 60, finishMs: 1000 },
    )
    onTestFinished(printer.close)
    return printer
  }
  return { desk, calls, bound, winspool, printer: printerNamed('Receipts'), printerNamed }
}

describe('F37 Windows: a printer behind the spooler', () => {
  test('prints a job whole, though it is taken in pieces, and lets go of its handle', async () => {
    const { desk, calls, printer } = startSpooler()
    desk.takes = 1000
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
    expect(desk.jobs.size).toBe(0)
    const count = (name: string): number => calls.filter(([called]) => called === name).length
    expect(count('ClosePrinter')).toBe(count('OpenPrinterW'))
  })

  test('has nothing printed before it says that the job has begun', async () => {
    const { desk, printer } = startSpooler()
    let printedBefore: number | undefined
    await printer.print(wholeJob, () => (printedBefore = desk.printed.length))
    expect(printedBefore).toBe(0)
    expect(desk.printed).toHaveLength(1)
  })

  test('names the missing paper, takes its job back, and prints exactly the next one when there is paper', async () => {
    const { desk, printer } = startSpooler()
    desk.status = 0x10
    expect(await printer.print(wholeJob)).toEqual(err('paper-out'))
    expect(desk.jobs.size).toBe(0)
    desk.status = 0
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
  })

  test('names the missing paper also when only its job says so', async () => {
    const { desk, printer } = startSpooler()
    const asked = printer.print(wholeJob, () => {
      desk.status = 0x400
      for (const job of desk.jobs.values()) job.status = 0x40
    })
    expect(await asked).toEqual(err('paper-out'))
    expect(desk.jobs.size).toBe(0)
  })

  test('is offline when Windows shows it so, which it does for a pulled cable', async () => {
    const { desk, printer } = startSpooler()
    desk.attributes = 0x400
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    expect(desk.jobs.size).toBe(0)
  })

  const unplugged = 0x400
  const busy = 0x400
  const released = (desk: Desk): Promise<boolean> =>
    vi.waitUntil(() => [...desk.jobs.values()].some((job) => job.bytes.length > 0 && !job.isPaused))
  test.each([
    ['gone at once', (desk: Desk) => desk.jobs.clear()],
    ['still being deleted', (desk: Desk) => desk.jobs.forEach((job) => (job.status |= 0x4))],
    ['called printed while it is deleted', (desk: Desk) => desk.jobs.forEach((job) => (job.status |= 0x84))],
  ])('has not printed a job that somebody deleted in the queue: %s', async (_, remove) => {
    const { desk, printer } = startSpooler()
    desk.attributes = unplugged
    const asked = printer.print(wholeJob)
    await released(desk)
    remove(desk)
    expect(await asked).toEqual(err('offline'))
    desk.attributes = 0
    // The spooler's numbers begin anew when it is started anew.
    desk.jobs.clear()
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
  })

  test('has not printed a job that was deleted while nothing else was wrong, and says that nobody knows', async () => {
    const { desk, printer } = startSpooler()
    desk.status = busy
    const asked = printer.print(wholeJob)
    await released(desk)
    desk.jobs.clear()
    expect(await asked).toEqual(err('timed-out'))
    expect(desk.printed).toEqual([])
  })

  test('prints on a server that keeps no printed jobs, where one that is gone counts as printed', async () => {
    const { desk, printer } = startSpooler()
    desk.retains = false
    expect(await printer.print(wholeJob)).toEqual(ok(undefined))
    expect(desk.printed).toEqual([wholeJob])
  })

  test('has printed a job that came out in the moment in which it was to be taken back', async () => {
    const { desk, printer } = startSpooler()
    desk.attributes = unplugged
    const asked = printer.print(wholeJob)
    await released(desk)
    const closed = printer.close()
    for (const job of desk.jobs.values()) job.status |= 0x80
    await closed
    expect(await asked).toEqual(ok(undefined))
    expect(desk.jobs.size).toBe(0)
  })

  test('gives a spooler that takes only a part of it nothing to print', async () => {
    const { desk, printer } = startSpooler()
    desk.takes = 0
    let begun = false
    expect(await printer.print(wholeJob, () => (begun = true))).toEqual(err('offline'))
    expect(begun).toBe(false)
    expect([desk.jobs.size, desk.printed.length]).toEqual([0, 0])
  })

  test('says what is wrong when it cannot be opened', async () => {
    const { desk, printer, printerNamed, winspool } = startSpooler()
    expect(await printerNamed('Nobody').print(wholeJob)).toEqual(err('unknown-printer'))
    expect(await printerNamed('büro 打印机').print(wholeJob)).toEqual(err('no-access'))
    expect(await winspool.printers()).toEqual(['Receipts', 'Büro 打印机'])
    desk.isRunning = false
    expect(await printer.print(wholeJob)).toEqual(err('offline'))
    const nowhere = createSpooledPrinter(
      createWindowsSpooler('x', () => Promise.reject(new Error('no Windows'))),
    )
    expect(await nowhere.print(wholeJob)).toEqual(err('offline'))
  })

  test('is bound with the argument counts of winspool.h', () => {
    const { bound } = startSpooler()
    expect(bound.map(([, name, , args]) => [name, (args as unknown[]).length])).toEqual([
      ['OpenPrinterW', 3],
      ['StartDocPrinterW', 3],
      ['WritePrinter', 4],
      ['EndDocPrinter', 1],
      ['SetJobW', 5],
      ['GetJobW', 6],
      ['GetPrinterW', 5],
      ['EnumPrintersW', 7],
      ['ClosePrinter', 1],
    ])
    expect(new Set(bound.map(([convention]) => convention))).toEqual(new Set(['__stdcall']))
  })
})

test.each([
  [0, 0, undefined],
  [0x400, 0, undefined], // PRINTER_STATUS_PRINTING
  [0x10, 0, 'paper-out'],
  [0x40_0010, 0, 'cover-open'],
  [0x80, 0, 'offline'],
  [0, 0x400, 'offline'],
  [0, 0x1, undefined], // PRINTER_ATTRIBUTE_QUEUED
])('what Windows says with status %i and attributes %i is %s', (status, attributes, fault) => {
  expect(faultInStatus(status, attributes)).toBe(fault)
})
