import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDay, type Day } from '../../main/domain/time.ts'
import { trainingPartnerId } from '../../main/training/account.ts'
import { readLedgerFile } from '../../main/training/ledger-file.node.ts'
import type { Ledger } from '../../main/training/ledger.ts'
import {
  filedBooks,
  providerFilesAt,
  providerFilesOf,
  type ProviderFile,
} from '../../main/training/provider-files.ts'
import { startTrainingGateway } from '../../main/training/server.node.ts'
import { ledgerRulesDefault } from '../../main/training/trade.ts'
import { dataFolder } from '../data-folder.ts'
import { systemChance, systemClock } from '../system.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

const usualPort = 8910
/** How often a running gateway looks whether a file of the provider is ready. */
const fileEveryMs = 60_000

/** Under its name only when it is whole, so that whoever fetches it meanwhile gets none or all of it. */
const writeFiles = (folder: string, files: readonly ProviderFile[]): readonly string[] => {
  mkdirSync(folder, { recursive: true })
  const isThere = ({ name, text }: ProviderFile): boolean => {
    try {
      return readFileSync(join(folder, name), 'utf8') === text
    } catch {
      return false
    }
  }
  return files
    .filter((file) => !isThere(file))
    .map(({ name, text }) => {
      writeFileSync(join(folder, `.${name}.part`), text)
      renameSync(join(folder, `.${name}.part`), join(folder, name))
      return name
    })
}

const dayOption = (options: Options): Day | undefined => {
  const text = options.text('for-day')
  if (text === undefined) return undefined
  if (!isDay(text)) throw new UsageFault(`--for-day ${text} is not a day such as 2026-03-02`)
  return text
}

/** The files of one day, at once, from books that are kept already: those of the till's own training, or a gateway's. */
const filesOfDay = (options: Options, folder: string, day: Day): number => {
  const file = options.text('books') ?? dataFolder(options.text('data')).trainingLedger
  const look = options.count('look') ?? 3
  if (look !== 1 && look !== 2 && look !== 3) throw new UsageFault('--look wants 1, 2 or 3')
  const ledger = readLedgerFile(file, ledgerRulesDefault)
  if (ledger === undefined) throw new UsageFault(`${file} has no books of a training gateway`)
  const files = providerFilesOf(filedBooks(ledger, systemClock.now().at), day, look)
  const written = writeFiles(folder, files)
  const names = files.map(({ name }) => name)
  if (options.flag('json')) console.log(JSON.stringify({ folder, files: names, written }))
  else if (names.length === 0) console.log(`Nothing was sold on ${day} (China time), so there is no file.`)
  else for (const name of names) console.log(join(folder, name))
  return exitCodes.done
}

/** Writes every file as soon as it is ready. Returns a way to stop. */
const keepWriting = (folder: string, ledger: Ledger): (() => void) => {
  let callOff = (): void => undefined
  const write = (): void => {
    const { at } = systemClock.now()
    for (const name of writeFiles(folder, providerFilesAt(filedBooks(ledger, at), at))) console.log(name)
    callOff = systemClock.after(fileEveryMs, write)
  }
  write()
  return () => callOff()
}

/** Runs the training gateway alone until it is told to stop; or writes the provider's files of one day and is done. */
export const gateway = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['port', 'files', 'for-day', 'look', 'books'] })
  const folder = options.text('files')
  const day = dayOption(options)
  if (day !== undefined) {
    if (folder === undefined) throw new UsageFault('--for-day wants --files FOLDER')
    return filesOfDay(options, folder, day)
  }
  const port = options.count('port') ?? usualPort
  if (port > 65_535) throw new UsageFault(`--port ${port} is not a port`)
  const books = options.text('books')
  const running = await startTrainingGateway({
    port,
    clock: systemClock,
    chance: systemChance,
    ...(books !== undefined && { ledgerFile: books }),
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new UsageFault(`port ${port} is taken by another program; choose another with --port`)
  })
  // Heard from before anything is said: whoever reads that it runs may stop it at once.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  console.log(
    options.flag('json')
      ? JSON.stringify({ url: running.url, partner: trainingPartnerId })
      : `Training gateway at ${running.url} (partner ${trainingPartnerId}). Open that address for its bad days. Stop with Ctrl+C.`,
  )
  const stopWriting = folder === undefined ? undefined : keepWriting(folder, running.ledger)
  await told
  stopWriting?.()
  await running.close()
  return exitCodes.done
}
