import {
  askInTurn,
  askNow,
  createStatusReader,
  drawerLevelIn,
  faultIn,
  forgetAll,
  type Question,
  type StatusAnswer,
} from './status.ts'
import type { PrintFault } from '../../main/ports.ts'
import type { Link } from '../links/link.ts'

/** Patience with a printer, milliseconds. */
export interface PrinterTiming {
  /** For the answer to one live question. Printers answer within a few ms or never. */
  readonly answerMs: number
  /** Without any byte taken: then the printer has stopped. */
  readonly stallMs: number
  /** Between two looks at a printer that is still printing. */
  readonly pollMs: number
  /** For the word that all was carried out, from a printer that says it is well. */
  readonly finishMs: number
  /** For the printer to have it all and to close its side. */
  readonly closeMs: number
}
export const printerTimingDefault: PrinterTiming = {
  answerMs: 300,
  stallMs: 10_000,
  pollMs: 500,
  finishMs: 8000,
  closeMs: 1000,
}

const chunkBytes = 1024
/** A device that talks without end fills no memory. */
const answersKept = 16

/** What a printer says when asked how it is: nothing is wrong, a fault, no word at all, or it has hung up. */
export type Health = 'well' | PrintFault | 'silent' | 'gone'

/** One line to a printer, for one job. */
export interface PrinterSession {
  readonly health: () => Promise<Health>
  /** Level of the switch that a drawer has on the printer's connector; which one is open depends on its wires. */
  readonly drawerLevel: () => Promise<'high' | 'low' | 'unknown'>
  /** Gives the printer the bytes, at the speed it takes them. */
  readonly send: (bytes: Uint8Array) => Promise<'taken' | 'stalled' | 'gone'>
  /** Waits for the word that everything sent so far was carried out. */
  readonly carriedOut: () => Promise<'yes' | 'paper-out' | 'no-word' | 'gone'>
  /** Ends our side and waits for the printer to end its own; what it has not taken by then is thrown away. */
  readonly finish: () => Promise<'closed' | 'broken' | Link['lateEnd']>
  /** Makes the printer forget what it has not printed, as far as it knows how. */
  readonly forget: () => Promise<void>
  readonly drop: () => Promise<void>
}

/** What comes of a promise that never rejects, or `late` when it takes longer. */
export const within = <T, const Late>(promise: Promise<T>, ms: number, late: Late): Promise<T | Late> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late), ms)
    void promise.then(resolve).finally(() => clearTimeout(timer))
  })

/** No answer to one question is no fault: not every printer knows them all. */
const known = (bits: number | 'silent'): number => (bits === 'silent' ? 0 : bits)

export const sessionOn = (link: Link, timing: PrinterTiming): PrinterSession => {
  const read = createStatusReader()
  let answers: StatusAnswer[] = []
  let heard = 0
  const line: { state: 'open' | 'ended' | 'broken' } = { state: 'open' }
  let wake = (): void => {}
  link.onBytes((bytes) => {
    heard += bytes.length
    answers = [...answers, ...read(bytes)].slice(-answersKept)
    wake()
  })
  link.onLost((how) => {
    line.state = how
    wake()
  })

  /** Waits until `seen` holds, at most `ms`. Looked at after every answer and every change of the line. */
  const until = (seen: () => boolean, ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (seen()) {
        resolve(true)
        return
      }
      const settle = (result: boolean): void => {
        clearTimeout(timer)
        wake = () => {}
        resolve(result)
      }
      const timer = setTimeout(() => settle(false), ms)
      wake = () => {
        if (seen()) settle(true)
      }
    })

  const take = (to: StatusAnswer['to']): StatusAnswer | undefined => {
    const found = answers.find((answer) => answer.to === to)
    if (found !== undefined) answers = answers.filter((answer) => answer !== found)
    return found
  }
  const has = (to: StatusAnswer['to']): boolean => answers.some((answer) => answer.to === to)
  const isOpen = (): boolean => line.state === 'open'

  const ask = async (question: Question): Promise<number | 'silent' | 'gone'> => {
    if (!isOpen()) return 'gone'
    // An answer that came too late to the last question must not be taken for the answer to this one.
    answers = answers.filter((answer) => answer.to !== 'now')
    void link.write(askNow(question))
    await until(() => has('now') || !isOpen(), timing.answerMs)
    const answer = take('now')
    if (answer?.to === 'now') return answer.bits
    return isOpen() ? 'silent' : 'gone'
  }

  const sendChunk = (chunk: Uint8Array): Promise<'taken' | 'stalled' | 'gone'> =>
    within(link.write(chunk), timing.stallMs, 'stalled')

  return {
    health: async () => {
      const printer = await ask('printer')
      if (typeof printer === 'string') return printer
      const offlineCause = await ask('offlineCause')
      if (offlineCause === 'gone') return 'gone'
      const paper = await ask('paper')
      if (paper === 'gone') return 'gone'
      const bits = { printer, offlineCause: known(offlineCause), paper: known(paper) }
      return faultIn(bits) ?? 'well'
    },
    drawerLevel: async () => {
      const printer = await ask('printer')
      return typeof printer === 'string' ? 'unknown' : drawerLevelIn(printer)
    },
    send: async (bytes) => {
      for (let from = 0; from < bytes.length; from += chunkBytes) {
        if (!isOpen()) return 'gone'
        const sent = await sendChunk(bytes.subarray(from, from + chunkBytes))
        if (sent !== 'taken') return sent
      }
      return isOpen() ? 'taken' : 'gone'
    },
    carriedOut: async () => {
      if (!has('turn')) await until(() => has('turn') || !isOpen(), timing.pollMs)
      const answer = take('turn')
      if (answer?.to === 'turn') return answer.paperOut ? 'paper-out' : 'yes'
      return isOpen() ? 'no-word' : 'gone'
    },
    finish: async () => {
      if (line.state === 'broken') return 'broken'
      const ended = await within(link.end(), timing.closeMs, link.lateEnd)
      await link.drop()
      return ended
    },
    forget: async () => {
      if (!isOpen()) return
      const before = heard
      void link.write(forgetAll)
      await until(() => heard > before || !isOpen(), timing.answerMs)
    },
    drop: link.drop,
  }
}

/** Asks for the word that all before it was carried out. */
export const askWhenDone = (session: PrinterSession): Promise<'taken' | 'stalled' | 'gone'> =>
  session.send(askInTurn)
