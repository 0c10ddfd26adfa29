import { join } from 'node:path'
import { systemClock } from '../../../app/system.ts'
import type { PaymentView, TillView } from '../../../main/contract.ts'
import { isFinal } from '../../../main/domain/payment.ts'
import { services } from '../../../main/training/requests.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { nextCode } from '../../till/shop.ts'
import { disagreements } from './books.ts'
import { makeDisk } from './disk.ts'
import type { HeldOrder, Point } from './held-child.ts'
import { openPowerTill, speed } from './power-till.ts'
import type { Said } from './saying.ts'
import { startSelling } from './selling-process.ts'

/** One sale whose power is cut at one point; what the cashier had seen, and sees after the restart and in the end. */
export interface Night {
  readonly said: readonly Said[]
  readonly atStart: TillView
  readonly inTheEnd: readonly PaymentView[]
  readonly receipt: string
  readonly pays: number
  readonly kept: number
  readonly broken: readonly string[]
}

/** A disk and a gateway for many such nights, each of a shop of its own. */
export interface Nights {
  /** Without a point the cut comes as soon as the PAY is in the gateway's books. */
  readonly cutAt: (
    point: Point | undefined,
    minor: number,
    afterwards?: HeldOrder['afterwards'],
  ) => Promise<Night>
  readonly close: () => Promise<void>
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}

const keptInAll = ({ ledger }: TrainingGateway): number => {
  const sums = ledger.totals(systemClock.now().at).get('USD')
  return (sums?.paid ?? 0) - (sums?.returned ?? 0)
}

export const shown = ({ said }: Night): readonly string[] =>
  said.flatMap((one) => (one.type === 'shown' ? [one.state] : []))

export const startNights = async (): Promise<Nights> => {
  const disk = await makeDisk('ext4', 64)
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, timeScale: 1 / speed })
  let shops = 0
  const cutAt: Nights['cutAt'] = async (point, minor, afterwards) => {
    shops += 1
    const files = {
      file: join(disk.mount, `shop-${shops}`, 'journal.sqlite'),
      witnessFile: join(disk.mount, `shop-${shops}`, 'witness', 'head.log'),
    }
    const before = { pays: gateway.requests.count(services.pay), kept: keptInAll(gateway) }
    const order: HeldOrder = {
      ...files,
      gatewayUrl: gateway.url,
      minor,
      code: nextCode(),
      ...(point === undefined ? {} : { point }),
      ...(afterwards === undefined ? {} : { afterwards }),
    }
    const selling = await startSelling('held-child.ts', order)
    try {
      selling.go()
      if (point !== undefined) await selling.until('held')
      else await until(() => gateway.requests.count(services.pay) > before.pays)
      await disk.cut()
    } finally {
      await selling.kill()
    }
    await disk.comeBack()
    const { till, journal } = await openPowerTill(files, gateway.url, { attended: true, deadlineMs: 10_000 })
    try {
      const atStart = till.view()
      await until(() => journal.openPayments().every(isFinal) && journal.openRefunds().length === 0)
      const [payment] = till.list(1)
      return {
        said: selling.said,
        atStart,
        inTheEnd: till.list(10),
        receipt: payment === undefined ? '' : (till.receiptFaces(payment.payment.id, 'customer')?.text ?? ''),
        pays: gateway.requests.count(services.pay) - before.pays,
        kept: keptInAll(gateway) - before.kept,
        broken: disagreements(journal, gateway).filter((what) => !what.startsWith('I2: the gateway has')),
      }
    } finally {
      await till.close()
    }
  }
  return {
    cutAt,
    close: async () => {
      await gateway.close()
      await disk.remove()
    },
  }
}
