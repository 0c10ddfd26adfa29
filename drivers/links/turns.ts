import { err } from '../../main/domain/result.ts'
import type { Link, OpenLink } from './link.ts'

const calledOff = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/**
 * A line that only one may hold: each opens it when the one before has let go. Whoever is called off while it waits gives
 * up its turn.
 */
export const inTurns = (open: OpenLink): OpenLink => {
  let free: Promise<void> = Promise.resolve()
  return async (signal) => {
    const before = free
    let release: () => void = () => {}
    const mine = new Promise<void>((resolve) => (release = resolve))
    free = before.then(() => mine)
    await Promise.race([before, calledOff(signal)])
    if (signal.aborted) {
      release()
      return err('offline')
    }
    const opened = await open(signal)
    if (!opened.ok) {
      release()
      return opened
    }
    const link: Link = {
      ...opened.value,
      drop: async () => {
        await opened.value.drop()
        release()
      },
    }
    return { ok: true, value: link }
  }
}
