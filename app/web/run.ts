import { composeTill } from '../compose.ts'
import type { Till } from '../../main/till.ts'
import { systemChance } from '../system.ts'
import { StartFault } from '../start-fault.ts'
import { startWebHost } from './server.node.ts'

export interface WebTill {
  readonly till: Till
  readonly url: string
  readonly displayUrl: string
  readonly dataFolder: string
}

/** Runs the till behind a browser until the process is told to end. The journal is closed before it does. */
export const runWebTill = async (options: {
  readonly files: string
  readonly port: number
  readonly dataDir?: string
}): Promise<WebTill> => {
  const composed = await composeTill({
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    attended: true,
    devices: true,
  })
  const { stopped } = composed.till.view()
  if (stopped?.why === 'in-use') {
    // The till that has the journal has a window already; a second one could only say so.
    await composed.close()
    throw new StartFault(stopped.detail)
  }
  const host = await startWebHost({
    till: composed.till,
    files: options.files,
    port: options.port,
    chance: systemChance,
    log: composed.log,
  }).catch(async (error: unknown) => {
    await composed.close()
    throw error
  })
  let closing = false
  const close = async (): Promise<void> => {
    if (closing) return
    closing = true
    await host.close()
    await composed.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close())
  process.on('uncaughtException', (error) => {
    // A mistake of ours. The journal is whole up to its last entry, and the next start chases what is open.
    composed.log.error('uncaught', { message: error.message, stack: error.stack ?? '' })
    console.error(error)
    process.exit(1)
  })
  return {
    till: composed.till,
    url: host.url,
    displayUrl: host.displayUrl,
    dataFolder: composed.folder.folder,
  }
}
