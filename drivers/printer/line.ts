import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Printer, PrintFault } from '../../main/ports.ts'
import type { OpenLink } from '../links/link.ts'
import {
  askWhenDone,
  sessionOn,
  printerTimingDefault,
  type PrinterSession,
  type PrinterTiming,
} from './session.ts'

/** Jobs after which a silent printer is asked again: it may have been starting up, or have been replaced. */
const askAgainAfter = 20

/** What a printer turned out to answer, so that a silent one is not waited for with every job. */
interface Manners {
  status: 'untried' | 'answers' | 'silent'
  jobsInSilence: number
  inTurn: 'untried' | 'answers' | 'silent'
}

/**
 * A receipt printer on a line of its own or on the network. Each job opens the line anew: a printer that was unplugged
 * is there again by itself, and many serve one at a time and somebody else may want them.
 *
 * Before the job the printer is asked how it is; a fault then means that nothing was printed. After it, the printer is
 * asked to say when everything was carried out. Printers that answer neither question are used all the same: for them
 * a job counts as printed when they took all of it and did not break the line.
 */
export const createLinePrinter = (open: OpenLink, timings: Partial<PrinterTiming> = {}): Printer => {
  const timing = { ...printerTimingDefault, ...timings }
  const manners: Manners = { status: 'untried', jobsInSilence: 0, inTurn: 'untried' }
  const closing = new AbortController()
  let line: Promise<unknown> = Promise.resolve()

  const print = async (job: Uint8Array, begun: () => void): Promise<Result<void, PrintFault>> => {
    if (closing.signal.aborted) return err('closed')
    const link = await open(closing.signal)
    if (!link.ok) return err(closing.signal.aborted ? 'closed' : link.error)
    const session = sessionOn(link.value, timing)
    let onItsWay = false
    const start = (): void => {
      onItsWay = true
      begun()
    }
    const printed = await printOn(session, job, start, manners, timing)
    // The rest of a torn receipt is of no use: the whole of it will be offered again.
    if (!printed.ok && onItsWay && manners.status === 'answers') await session.forget()
    await session.drop()
    return !printed.ok && closing.signal.aborted ? err('closed') : printed
  }

  return {
    print: (job, begun = () => {}) => {
      const turn = line.then(() => print(job, begun))
      line = turn
      return turn
    },
    close: async () => {
      closing.abort()
      await line
    },
  }
}

const printOn = async (
  session: PrinterSession,
  job: Uint8Array,
  begun: () => void,
  manners: Manners,
  timing: PrinterTiming,
): Promise<Result<void, PrintFault>> => {
  if (manners.status === 'silent') {
    manners.jobsInSilence += 1
    if (manners.jobsInSilence % askAgainAfter === 0) manners.status = 'untried'
  }
  if (manners.status !== 'silent') {
    const health = await session.health()
    if (health === 'gone') return err('offline')
    if (health === 'silent') {
      // One that has answered before and is quiet now is stuck, and would swallow the job.
      if (manners.status === 'answers') return err('timed-out')
      manners.status = 'silent'
    } else {
      manners.status = 'answers'
      if (health !== 'well') return err(health)
    }
  }
  begun()
  const sent = await session.send(job)
  if (sent === 'gone') return err('offline')
  if (sent === 'stalled') return err(await faultOrElse(session, 'timed-out'))
  return manners.status === 'silent'
    ? closeUnheard(session)
    : await waitUntilPrinted(session, manners, timing)
}

const faultOrElse = async (session: PrinterSession, otherwise: PrintFault): Promise<PrintFault> => {
  const health = await session.health()
  if (health === 'gone') return 'offline'
  return health === 'well' || health === 'silent' ? otherwise : health
}

/** Of a silent printer only its line tells, and one that has said stop keeps the rest of the receipt. */
const closeUnheard = async (session: PrinterSession): Promise<Result<void, PrintFault>> => {
  const ended = await session.finish()
  if (ended === 'broken') return err('offline')
  return ended === 'not-taken' ? err('timed-out') : ok(undefined)
}

const waitUntilPrinted = async (
  session: PrinterSession,
  manners: Manners,
  timing: PrinterTiming,
): Promise<Result<void, PrintFault>> => {
  if ((await askWhenDone(session)) === 'gone') return err('offline')
  const looks = manners.inTurn === 'silent' ? 1 : Math.max(1, Math.ceil(timing.finishMs / timing.pollMs))
  for (let look = 0; look < looks; look += 1) {
    const word = await session.carriedOut()
    if (word === 'gone') return err('offline')
    if (word === 'paper-out') return err('paper-out')
    if (word === 'yes') {
      manners.inTurn = 'answers'
      await session.finish()
      return ok(undefined)
    }
    const health = await session.health()
    if (health === 'gone') return err('offline')
    if (health === 'silent') return err('timed-out')
    if (health !== 'well') return err(health)
  }
  // It is well and took everything, and does not know the question: printed, as far as anyone can tell. One that has
  // answered it before is stuck in the middle of the job.
  if (manners.inTurn === 'answers') return err('timed-out')
  manners.inTurn = 'silent'
  await session.finish()
  return ok(undefined)
}
