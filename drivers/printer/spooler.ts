import { err, ok, type Result } from '../../main/domain/result.ts'
import type { Printer, PrintFault } from '../../main/ports.ts'

/** A queue of the operating system that takes whole jobs and prints them when it likes. Nothing of it throws. */
export interface Spooler {
  readonly state: () => Promise<{
    /** It would only keep what it is given. */
    readonly refuses?: PrintFault
    /** What the system was told last, perhaps during a job long ago: it means something only while a job is stuck. */
    readonly said?: PrintFault
  }>
  /** Hands over a whole job, and has it held: nothing of it is printed before `release`. */
  readonly submit: (job: Uint8Array) => Promise<Result<string, PrintFault>>
  readonly release: (id: string) => Promise<boolean>
  readonly job: (id: string) => Promise<JobState>
  /** Ends when the job can print no more. */
  readonly cancel: (id: string) => Promise<void>
}

/** What the system says of one job; a fault is why it is stuck. */
export type JobState = 'on-its-way' | 'printed' | 'failed' | 'no-word' | 'paper-out' | 'offline'

/** Patience with a queue, milliseconds. */
export interface SpoolerTiming {
  readonly pollMs: number
  /** For a fault to go away again: many come and go while a printer wakes up. */
  readonly faultMs: number
  /** For a job of which nothing is told. */
  readonly finishMs: number
  /** For the system to take back the job in its hands when the printer is closed. */
  readonly closeMs: number
}
export const spoolerTimingDefault: SpoolerTiming = {
  pollMs: 300,
  faultMs: 4000,
  finishMs: 30_000,
  closeMs: 5000,
}

/**
 * A printer behind a queue. That the queue took a job is not that it was printed: the job is watched until the system
 * says so. One that is stuck is taken back, so that it does not come out by itself when there is paper again, beside
 * the one that a person has asked for meanwhile.
 */
export const createSpooledPrinter = (spooler: Spooler, timings: Partial<SpoolerTiming> = {}): Printer => {
  const timing = { ...spoolerTimingDefault, ...timings }
  let isClosing = false
  let wake = (): void => {}
  let giveUp = (): void => {}
  const givenUp = new Promise<Result<void, PrintFault>>((resolve) => (giveUp = () => resolve(err('closed'))))
  let line: Promise<unknown> = Promise.resolve()
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, timing.pollMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** Takes a job back. It may have been printed in that very moment. */
  const takeBack = async (id: string, fault: PrintFault): Promise<Result<void, PrintFault>> => {
    await spooler.cancel(id)
    return (await spooler.job(id)) === 'printed' ? ok(undefined) : err(fault)
  }

  const watch = async (id: string): Promise<Result<void, PrintFault>> => {
    let fault: PrintFault | undefined
    // By the clock: where the queue's own commands hang, each look takes long, and a till that closes waits for this.
    const beganAt = performance.now()
    let faultyAt = beganAt
    while (performance.now() - beganAt < timing.finishMs) {
      const job = await spooler.job(id)
      if (job === 'printed') return ok(undefined)
      const { refuses, said } = await spooler.state()
      const now = job === 'paper-out' || job === 'offline' ? job : (refuses ?? said)
      // The queue gave it up, or somebody took it out of it; how much of it is on paper, nobody knows.
      if (job === 'failed') return err(now ?? 'timed-out')
      if (now !== fault) faultyAt = performance.now()
      fault = now
      if (fault !== undefined && performance.now() - faultyAt >= timing.faultMs)
        return await takeBack(id, fault)
      if (!isClosing) await pause()
      if (isClosing) return await takeBack(id, 'closed')
    }
    return await takeBack(id, fault ?? 'timed-out')
  }

  const print = async (job: Uint8Array, begun: () => void): Promise<Result<void, PrintFault>> => {
    if (isClosing) return err('closed')
    const { refuses } = await spooler.state()
    if (refuses !== undefined) return err(refuses)
    const id = await spooler.submit(job)
    if (!id.ok) return id
    if (isClosing) {
      // It is held, and stays so: nothing of it is printed.
      await spooler.cancel(id.value)
      return err('closed')
    }
    begun()
    return (await spooler.release(id.value)) ? await watch(id.value) : await takeBack(id.value, 'offline')
  }

  return {
    print: (job, begun = () => {}) => {
      const turn = line.then(() => Promise.race([print(job, begun), givenUp]))
      line = turn
      return turn
    },
    close: async () => {
      isClosing = true
      wake()
      const patience = setTimeout(giveUp, timing.closeMs)
      await line
      clearTimeout(patience)
    },
  }
}
