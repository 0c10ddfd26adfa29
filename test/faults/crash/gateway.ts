import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemChance, systemClock } from '../../../app/system.ts'
import { deliver } from '../../../main/training/delivery.node.ts'
import { trainingPartnerId } from '../../../main/training/account.ts'
import { createTrainingDesk } from '../../../main/training/desk.node.ts'
import { openLedgerFile } from '../../../main/training/ledger-file.node.ts'
import type { Ledger } from '../../../main/training/ledger.ts'
import { services } from '../../../main/training/requests.ts'
import { ledgerRulesDefault } from '../../../main/training/trade.ts'
import { gatewayPace } from './pace.ts'

/**
 * When the till dies, as its gateway sees it: `unheard`, its request arrives and is lost in the house; `late`, its
 * request is carried out only when the till has started again; `unanswered`, it is carried out and nobody is there
 * for the answer; `answered`, the answer is on its way.
 */
export const moments = ['unheard', 'late', 'unanswered', 'answered'] as const
export type Moment = (typeof moments)[number]

export interface Gateway {
  readonly url: string
  readonly ledger: Ledger
  /** How often a PAY of this id has come in over the wire, those that got lost in the house included. */
  readonly paysOf: (id: string) => number
  /** Requests so far. */
  readonly count: () => number
  /** Calls `kill` at this moment of the n-th request from now on. */
  readonly interrupt: (nth: number, moment: Moment, kill: () => void) => void
  /** Resolves when every request that was held back has been carried out. */
  readonly quiet: () => Promise<void>
  readonly close: () => Promise<void>
}

const lateMs = 60

/** The training gateway with books in a file, which can be copied, and with a hand on every request. */
export const startGateway = async (ledgerFile: string): Promise<Gateway> => {
  const rules = { ...ledgerRulesDefault, unpaidClosesAfterMs: 180_000 * gatewayPace }
  const ledger = openLedgerFile(ledgerFile, rules, () => systemChance.digits(4))
  const desk = createTrainingDesk({ clock: systemClock, ledger, timeScale: gatewayPace })
  const pays = new Map<string, number>(
    ledger
      .trades(systemClock.now().at)
      .map(({ order }) => [order.id, ledger.payRequests(trainingPartnerId, order.id)]),
  )
  const notePay = (body: Buffer): void => {
    const form = new URLSearchParams(body.toString('latin1'))
    const id = form.get('partner_trans_id') ?? ''
    if (form.get('service') === services.pay) pays.set(id, (pays.get(id) ?? 0) + 1)
  }
  const held: Promise<void>[] = []
  let count = 0
  let interruption: { readonly at: number; readonly moment: Moment; readonly kill: () => void } | undefined

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      count += 1
      const raw = { query: (request.url ?? '').split('?')[1] ?? '', body: Buffer.concat(chunks) }
      notePay(raw.body)
      const now = interruption?.at === count ? interruption : undefined
      if (now?.moment === 'unheard') return now.kill()
      if (now?.moment === 'late') {
        now.kill()
        held.push(
          new Promise((resolve) =>
            systemClock.after(lateMs, () => {
              desk.handle(raw)
              resolve()
            }),
          ),
        )
        return
      }
      const delivery = desk.handle(raw)
      if (now?.moment === 'unanswered') return now.kill()
      if (now?.moment === 'answered') response.once('finish', now.kill)
      deliver(delivery, response, systemClock, gatewayPace)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/gateway.do`,
    ledger,
    paysOf: (id) => pays.get(id) ?? 0,
    count: () => count,
    interrupt: (nth, moment, kill) => (interruption = { at: count + nth, moment, kill }),
    quiet: async () => void (await Promise.all(held)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
