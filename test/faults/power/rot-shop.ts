import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../../app/system.ts'
import { mendJournal } from '../../../main/journal/mend.node.ts'
import { JournalFault } from '../../../main/journal/journal.ts'
import { startTrainingGateway } from '../../../main/training/server.node.ts'
import { charge, untilState } from '../../till/shop.ts'
import { openPowerTill, speed, type TillFiles } from './power-till.ts'
import { firstSpoilt, rowsIn, type Rot, type Row } from './rot.ts'
import type { Seeded } from '../seeded.ts'

/** How a till fared whose journal was spoilt while it was closed. */
export interface Fate {
  /**
   * `unhurt` only where no entry was hit. `healed`: the start itself put back what the end of the journal lacked, from
   * the witness. `mended`: by the technician's command. `not-mended` leaves all files as they were.
   */
  readonly what: 'unhurt' | 'healed' | 'mended' | 'not-mended'
  readonly named: boolean
  /** What went against the promises; nothing, it must be. */
  readonly wrong?: string
}

export interface RotShop {
  readonly suffer: (rot: Rot, random: Seeded) => Promise<Fate>
  readonly close: () => Promise<void>
}

const sales = 30

/** A journal of some sales, and the same journal as it was half-way. */
export const openRotShop = async (): Promise<RotShop> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-rot-'))
  const gateway = await startTrainingGateway({ port: 0, clock: systemClock, timeScale: 1 / speed })
  const whole: TillFiles = { file: join(folder, 'whole.db'), witnessFile: join(folder, 'whole.log') }
  const files: TillFiles = {
    file: join(folder, 'data', 'j.db'),
    witnessFile: join(folder, 'witness', 'w.log'),
  }
  for (const file of [files.file, files.witnessFile]) mkdirSync(dirname(file))
  const sell = async (): Promise<void> => {
    const { till } = await openPowerTill(whole, gateway.url, {
      attended: true,
      deadlineMs: 10_000,
      limitMs: 60_000,
    })
    for (let sale = 0; sale < sales / 2; sale += 1) {
      await untilState(till, charge(till, 500 + sale), 'paid')
      till.next()
    }
    await till.close()
  }
  await sell()
  const older = readFileSync(whole.file)
  await sell()
  const bytes = readFileSync(whole.file)
  const original = rowsIn(whole.file)

  const isAllThere = (rows: readonly Row[]): boolean =>
    original.every((row, index) => JSON.stringify(row) === JSON.stringify(rows[index]))

  interface Opened {
    readonly wrong?: string
    /** The first entry that the start put back from the witness. */
    readonly putBack?: number
  }
  /** Opens the till and looks whether it has every sale. Throws what the opening throws. */
  const open = async (): Promise<Opened> => {
    const { till, journal, repairs } = await openPowerTill(files, gateway.url, { attended: true })
    const putBack = repairs.find(({ side, what }) => side === 'journal' && what === 'behind')?.from
    const found = putBack === undefined ? {} : { putBack }
    let paid = 0
    let stories = 0
    try {
      const all = till.list(100).map(({ payment }) => payment)
      paid = all.filter(({ state }) => state === 'paid').length
      stories = all.filter(({ id }) => journal.story(id).length > 0).length
    } finally {
      await till.close()
    }
    if (!isAllThere(rowsIn(files.file)))
      return { ...found, wrong: 'opened, and entries are missing or changed' }
    return paid === sales && stories === sales
      ? found
      : { ...found, wrong: `opened, and shows ${paid} paid sales` }
  }

  const mend = async (named: boolean, spoilt: Buffer): Promise<Fate> => {
    try {
      mendJournal(files.file, files.witnessFile)
    } catch (error) {
      if (!(error instanceof JournalFault)) throw error
      const same = readFileSync(files.file).equals(spoilt)
      return { what: 'not-mended', named, ...(same ? {} : { wrong: 'not mended, but not left as it was' }) }
    }
    const { wrong } = await open()
    return { what: 'mended', named, ...(wrong === undefined ? {} : { wrong: `mended, ${wrong}` }) }
  }

  const suffer = async (rot: Rot, random: Seeded): Promise<Fate> => {
    const spoilt = rot.spoil(bytes, older, random)
    rmSync(`${files.file}-journal`, { force: true })
    writeFileSync(files.file, spoilt)
    copyFileSync(whole.witnessFile, files.witnessFile)
    const hit = firstSpoilt(files.file, original)
    try {
      const { wrong, putBack } = await open()
      if (wrong !== undefined) return { what: 'unhurt', named: false, wrong }
      if (hit === 'none') return { what: 'unhurt', named: false }
      // A page that forgets the newest entries leaves a whole, shorter journal: the start adds what its witness has seen.
      if (putBack !== hit)
        return { what: 'healed', named: false, wrong: `opened, though entry ${hit} is spoilt` }
      // The file that was mended in place must carry on: the next start finds it whole and puts nothing back.
      const again = await open()
      const still =
        again.wrong ?? (again.putBack === undefined ? undefined : 'put back once more at the next start')
      return { what: 'healed', named: false, ...(still === undefined ? {} : { wrong: still }) }
    } catch (error) {
      if (!(error instanceof JournalFault)) throw error
      const named = error.seq !== undefined
      const fate = await mend(named, spoilt)
      if (fate.wrong !== undefined || typeof hit !== 'number' || error.seq === hit) return fate
      // Where the list of tables itself is spoilt nothing can be read, and the till names that list.
      if (hit === 1 && !named) return fate
      return { ...fate, wrong: `entry ${hit} is spoilt, and the till named ${error.seq}: ${error.message}` }
    }
  }
  return {
    suffer,
    close: async () => {
      await gateway.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
