import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../app/system.ts'
import { isFinal, type Payment } from '../../../main/domain/payment.ts'
import { JournalFault, type Journal } from '../../../main/journal/journal.ts'
import { verifyJournal } from '../../../main/journal/verify.node.ts'
import { startTrainingGateway, type TrainingGateway } from '../../../main/training/server.node.ts'
import { disagreements, unsettled } from './books.ts'
import { withDisks, type Disk, type Format } from './disk.ts'
import type { Lie } from './lies.ts'
import { openPowerTill, speed, type PowerTill, type TillFiles } from './power-till.ts'
import { seeded, type Seeded } from '../seeded.ts'
import type { Said } from './saying.ts'
import type { SellingOrder } from './selling-child.ts'
import { startSelling } from './selling-process.ts'

/** What a run of power cuts has shown. All but the first line must be nothing where the disks are honest. */
export interface Figures {
  cuts: number
  acknowledged: number
  sales: number
  /** Open payments right after a cut that the gateway had never heard of, and such that it had been paid for. */
  neverSent: number
  paidUnheard: number
  repairs: number
  seconds: number

  lost: number
  cutsWithLoss: number
  wrongScreens: number
  /** Starts that were refused, by kind of fault. */
  refusals: Record<string, number>
  /** What broke an invariant, in words. */
  broken: string[]
}
const nothing = (): Figures => ({
  cuts: 0,
  acknowledged: 0,
  sales: 0,
  neverSent: 0,
  paidUnheard: 0,
  repairs: 0,
  seconds: 0,
  lost: 0,
  cutsWithLoss: 0,
  wrongScreens: 0,
  refusals: {},
  broken: [],
})

export interface CutOptions {
  readonly cuts: number
  readonly seed: number
  /** One disk for both files, or one for the journal and one for the witness. All lose power together. */
  readonly formats: readonly [Format] | readonly [journal: Format, witness: Format]
  readonly lie?: Lie
  /** How many cuts a shop lives through before the lie begins. */
  readonly honestCuts?: number
  /** Runs the selling till under another program. */
  readonly tool?: (files: TillFiles) => readonly [string, ...string[]]
  /** What a technician does when the till refuses to start; says whether it may be tried again. */
  readonly mend?: (files: TillFiles) => boolean
}

/** A shop over many cuts: what was promised in it, and what its gateway has in its books. */
interface Shop {
  readonly disks: readonly Disk[]
  readonly files: TillFiles
  readonly gateway: TrainingGateway
  readonly promised: Map<number, string>
  readonly shown: Map<string, Payment['state']>
  readonly figures: Figures
  readonly random: Seeded
}

const hear = (shop: Shop, said: readonly Said[]): void => {
  for (const one of said) {
    if (one.type === 'kept') {
      shop.promised.set(one.seq, one.hash)
      shop.figures.acknowledged += 1
    }
    if (one.type === 'shown') shop.shown.set(one.id, one.state)
  }
}

/** A screen is wrong after the cut when it has forgotten a payment, or takes back what it had said was over. */
const wrongScreens = (shop: Shop, journal: Journal): readonly string[] =>
  [...shop.shown].flatMap(([id, state]) => {
    const now = journal.payment(id as Payment['id'])?.payment
    if (now === undefined) return [`${id} was shown ${state} and is not known any more`]
    const wasFinal = isFinal({ ...now, state } as Payment)
    return wasFinal && now.state !== state ? [`${id} was shown ${state} and is ${now.state}`] : []
  })

const lostRecords = (shop: Shop, journal: Journal): number => {
  const hashes = new Map([...journal.entries()].map(({ seq, hash }) => [seq, hash]))
  return [...shop.promised].filter(([seq, hash]) => hashes.get(seq) !== hash).length
}

const countWindows = ({ figures, gateway }: Shop, open: readonly Payment[]): void => {
  const trades = gateway.ledger.trades(systemClock.now().at)
  for (const { id, state } of open) {
    if (state !== 'sending' && state !== 'waiting') continue
    const trade = trades.find(({ order }) => order.id === id)
    if (trade === undefined) figures.neverSent += 1
    else if (trade.paidAt !== undefined) figures.paidUnheard += 1
  }
}

/** In the end with patience; else for a moment only, so that the next cut meets what this one has left open. */
const isQuiet = async (journal: Journal, isLast: boolean): Promise<boolean> => {
  const withinMs = isLast ? 20_000 : 150
  let left = unsettled(journal)
  let end = performance.now() + withinMs
  while (left > 0) {
    if (performance.now() > end) return false
    await sleep(10)
    const now = unsettled(journal)
    // A busy machine takes its time; what counts is that one after another comes to its end.
    if (isLast && now < left) end = performance.now() + withinMs
    left = now
  }
  return true
}

/** Opens the till with production's own code after the cut; a refusal is counted and, where wanted, mended once. */
const open = async (shop: Shop, options: CutOptions): Promise<PowerTill | undefined> => {
  const opened = (): Promise<PowerTill> => openPowerTill(shop.files, shop.gateway.url, { attended: false })
  try {
    return await opened()
  } catch (error) {
    if (!(error instanceof JournalFault)) throw error
    shop.figures.refusals[error.kind] = (shop.figures.refusals[error.kind] ?? 0) + 1
    if (options.mend?.(shop.files) === true) return opened()
    if (options.lie === undefined && options.tool === undefined) {
      shop.figures.broken.push(`does not open: ${error.message}`)
    }
    return undefined
  }
}

/** Looks at everything right after the cut, lets the till chase what is open, and looks at the books. */
const lookAfter = async (shop: Shop, options: CutOptions, isLast: boolean): Promise<boolean> => {
  const { figures } = shop
  const power = await open(shop, options)
  if (power === undefined) return false
  const { journal, till, repairs } = power
  try {
    figures.repairs += repairs.length
    const lost = lostRecords(shop, journal)
    const wrong = wrongScreens(shop, journal)
    figures.lost += lost
    figures.cutsWithLoss += lost > 0 ? 1 : 0
    figures.wrongScreens += wrong.length
    figures.broken.push(...wrong)
    countWindows(shop, journal.openPayments())
    const quiet = await isQuiet(journal, isLast)
    if (isLast && !quiet) figures.broken.push(`I4: ${unsettled(journal)} are not settled in the end`)
    figures.broken.push(...disagreements(journal, shop.gateway))
    if (isLast) figures.sales += journal.payments().length
    return lost === 0
  } finally {
    await till.close()
  }
}

const cutOnce = async (shop: Shop, options: CutOptions, round: number): Promise<boolean> => {
  const { disks, files, gateway, random } = shop
  const lies = options.lie !== undefined && round > (options.honestCuts ?? 0)
  const order: SellingOrder = {
    ...files,
    gatewayUrl: gateway.url,
    seed: random.below(2 ** 31),
    series: String(1000 + round),
    lanes: random.pick([1, 3, 4]),
    ...(lies && options.lie !== undefined ? { lie: options.lie } : {}),
  }
  const selling = await startSelling('selling-child.ts', order, options.tool?.(files))
  try {
    selling.go()
    // One cut in eight falls into the opening itself, where the last cut is being repaired.
    if (random.next() >= 0.125) await selling.until('open')
    await sleep(random.next() * 400)
    await Promise.all(disks.map((disk) => disk.cut()))
    // One till in four lives on for a moment on a disk that takes nothing: what it says then must be true as well.
    if (random.next() < 0.25) await sleep(random.next() * 60)
  } finally {
    await selling.kill()
  }
  hear(shop, selling.said)
  for (const disk of disks) await disk.comeBack()
  shop.figures.cuts += 1
  return lookAfter(shop, options, false)
}

/** How many cuts one journal lives through. */
const cutsPerShop = 25

const cutShop = async (
  options: CutOptions,
  cuts: number,
  random: Seeded,
  figures: Figures,
): Promise<number> =>
  withDisks(
    options.formats.map((format) => [format, 96] as const),
    async (disks) => {
      const [journalDisk, witnessDisk = journalDisk] = disks
      if (journalDisk === undefined || witnessDisk === undefined) throw new Error('no disk')
      const files = {
        file: join(journalDisk.mount, 'training', 'journal.sqlite'),
        witnessFile: join(witnessDisk.mount, 'witness', 'training.log'),
      }
      const gateway = await startTrainingGateway({
        port: 0,
        clock: systemClock,
        timeScale: 1 / speed,
        rules: { unpaidClosesAfterMs: 180_000 / speed },
      })
      const shop: Shop = { disks, files, gateway, promised: new Map(), shown: new Map(), figures, random }
      try {
        for (let round = 1; round <= cuts; round += 1) {
          // What a lie has lost stays lost: the next cut is another shop's.
          if (!(await cutOnce(shop, options, round))) return round
        }
        await lookAfter(shop, options, true)
        const verdict = verifyJournal(files.file, files.witnessFile)
        if (!verdict.ok) figures.broken.push(`does not verify: ${verdict.what}`)
        return cuts
      } finally {
        await gateway.close()
      }
    },
  )

/** Shops at the same time, each with its own disks and gateway. */
const workers = 2

/** Cuts the power of selling tills so many times and says what came of it. */
export const cutPower = async (options: CutOptions): Promise<Figures> => {
  const figures = nothing()
  const began = performance.now()
  const work = async (worker: number): Promise<void> => {
    const random = seeded(options.seed + worker)
    let left = Math.floor((options.cuts + worker) / workers)
    while (left > 0) left -= await cutShop(options, Math.min(cutsPerShop, left), random, figures)
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  figures.seconds = (performance.now() - began) / 1000
  return figures
}

export const figuresLine = (name: string, figures: Figures): string =>
  `${name}: ${figures.cuts} cuts, ${figures.acknowledged} acknowledged records, ${figures.lost} lost, ` +
  `${figures.wrongScreens} wrong screens; ${figures.sales} sales, open at the cut: ${figures.neverSent} unknown to ` +
  `the gateway, ${figures.paidUnheard} paid unheard; ${figures.repairs} repairs; ` +
  `${(figures.seconds / Math.max(1, figures.cuts)).toFixed(2)} s per cut`
