import { startTrainingGateway } from '../../main/training/server.node.ts'
import { trainingPartnerId } from '../../main/training/account.ts'
import { systemChance, systemClock } from '../system.ts'
import { readOptions, UsageFault } from './options.ts'
import { exitCodes } from './result.ts'

const usualPort = 8910

/** Runs the training gateway alone until it is told to stop. */
export const gateway = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['port'] })
  const port = options.count('port') ?? usualPort
  if (port > 65_535) throw new UsageFault(`--port ${port} is not a port`)
  const running = await startTrainingGateway({ port, clock: systemClock, chance: systemChance }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      throw new UsageFault(`port ${port} is taken by another program; choose another with --port`)
    },
  )
  console.log(
    options.flag('json')
      ? JSON.stringify({ url: running.url, partner: trainingPartnerId })
      : `Training gateway at ${running.url} (partner ${trainingPartnerId}). Open that address for its bad days. Stop with Ctrl+C.`,
  )
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await running.close()
  return exitCodes.done
}
