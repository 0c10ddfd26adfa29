import type { Socket } from 'node:net'
import { accountFor } from '../../../app/account.ts'
import { systemClock } from '../../../app/system.ts'
import { paymentId, refundId, type InstallationId } from '../../../main/domain/ids.ts'
import { money } from '../../../main/domain/money.ts'
import type { BuyerCode } from '../../../main/domain/scan.ts'
import { createGateway } from '../../../main/gateway/client.node.ts'
import { settingsSchema } from '../../../main/settings.ts'
import { startTrainingGateway } from '../../../main/training/server.node.ts'
import { nextCode } from '../../till/shop.ts'
import { startProxy, type HttpReply } from './proxy.ts'
import { end, framed, reset, type Framing } from './replies.ts'

/** What came of the cut answers to one call. */
export interface CutCount {
  readonly service: string
  readonly framing: Framing
  readonly cuts: number
  /** Of these, the cuts that were heard as no answer. */
  readonly unknown: number
  /** What the whole answer was heard as, with its end marked in the same way. */
  readonly whole: string
  /** Outcomes of cut answers that were heard as an answer, with where they were cut. */
  readonly believed: readonly string[]
}

const framings: readonly Framing[] = ['length', 'chunked', 'until-close']
const sideBySide = 8

/**
 * The real answers to the five calls, each cut after every so many bytes of head and body, and ended
 * by FIN and by reset in turn, with its length announced, in chunks, and marked by the end of the connection only. In
 * the last one a client sees a clean end of a shorter body (reliability 1).
 */
export const cutEveryAnswer = async (stepOf: (service: string) => number): Promise<readonly CutCount[]> => {
  const training = await startTrainingGateway({ port: 0, clock: systemClock })
  let kept: HttpReply | undefined
  let act: ((socket: Socket) => void) | undefined
  const proxy = await startProxy({
    gatewayPort: training.port,
    fate: () =>
      act === undefined
        ? {
            reply: (socket, said) => {
              kept = said
              socket.write(Buffer.concat([Buffer.from(said.head, 'latin1'), said.body]))
            },
          }
        : { delivery: 'never', atOnce: act },
  })
  const account = await accountFor(
    settingsSchema.parse({}),
    {
      read: () => Promise.resolve({ ok: true, value: undefined }),
      write: () => Promise.resolve({ ok: true, value: undefined }),
    },
    proxy.url,
  )
  if (!account.ok) throw new Error(JSON.stringify(account.error))
  const link = createGateway({ ...account.value, clock: systemClock })
  const numbered = (number: number): Parameters<typeof paymentId>[0] => ({
    mode: 'training',
    installation: '123456789' as InstallationId,
    number,
    chance: '12345678',
  })
  const id = paymentId(numbered(1))
  const refund = refundId(numbered(2))
  const price = money(1250, 'USD')
  const pay = link.preparePay({ id, amount: price, createdAt: systemClock.now().at }, nextCode() as BuyerCode)
  const half = link.prepareRefund({ id: refund, payment: id, amount: money(100, 'USD'), kind: 'immediate' })
  const calls = [
    ['pay', () => link.pay(pay)],
    ['query', () => link.query(link.prepareQuery(id), price)],
    ['refund', () => link.refund(half)],
    ['refundQuery', () => link.refundQuery(link.prepareRefundQuery(id, refund))],
    ['cancel', () => link.cancel(link.prepareCancel(id, systemClock.now().at))],
  ] as const

  try {
    const counts: CutCount[] = []
    for (const [service, call] of calls) {
      act = undefined
      await call()
      const said = kept
      const step = stepOf(service)
      if (said === undefined) throw new Error(`no answer to ${service}`)
      for (const framing of framings) {
        const bytes = framed(said, framing)
        act = (socket) => socket.write(bytes, () => (framing === 'until-close' ? end(socket) : undefined))
        const whole = (await call()).outcome.type
        const cuts = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => index * step)
        const believed: string[] = []
        let unknown = 0
        const work = [...cuts]
        act = (socket) => {
          const at = cuts[next++] ?? 0
          const stop = framing === 'until-close' || at % 2 === 0 ? end : reset
          socket.write(bytes.subarray(0, at), () => stop(socket))
        }
        let next = 0
        const worker = async (): Promise<void> => {
          while (work.pop() !== undefined) {
            const { outcome } = await call()
            if (outcome.type === 'unknown') unknown += 1
            else believed.push(JSON.stringify(outcome))
          }
        }
        await Promise.all(Array.from({ length: sideBySide }, worker))
        counts.push({ service, framing, cuts: cuts.length, unknown, whole, believed })
      }
    }
    return counts
  } finally {
    await link.close()
    await proxy.close()
    await training.close()
  }
}

/** One line for a person. */
export const cutsInWords = (counts: readonly CutCount[]): string => {
  const sum = (of: (count: CutCount) => number): number =>
    counts.reduce((total, count) => total + of(count), 0)
  return `cut answers: ${sum(({ cuts }) => cuts)} cuts of ${counts.length} answers, ${sum(({ unknown }) => unknown)} heard as no answer`
}
