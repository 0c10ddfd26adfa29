import { runShell } from '../../app/electron/shell.ts'
import {
  createElectronStandIn,
  StandInContents,
  type StandIn,
  type StandInOptions,
} from './electron-stand-in.ts'
import { createRecordingTill, type RecordingTill } from './recording-till.ts'
import { builtScreen, folder, keepingLog } from './screens.ts'

export interface Shell {
  readonly electron: StandIn
  readonly till: RecordingTill
  readonly log: ReturnType<typeof keepingLog>
  readonly contents: StandInContents
  readonly closed: () => number
}

/** Starts the till's Electron host on the stand-in, as `app/electron/main.ts` does on the real one. */
export const startShell = async (
  options: StandInOptions & { readonly platform?: NodeJS.Platform; readonly screen?: string } = {},
): Promise<Shell> => {
  const electron = createElectronStandIn(options)
  const till = createRecordingTill()
  const log = keepingLog()
  let closed = 0
  const running = runShell({
    electron,
    compose: async () => ({
      till,
      log,
      close: async () => {
        closed += 1
      },
    }),
    preload: '/program/preload.cjs',
    screen: options.screen ?? (await builtScreen()),
    dataDir: await folder(),
    platform: options.platform ?? 'linux',
  })
  electron.becomeReady()
  await running
  return {
    electron,
    till,
    log,
    contents: electron.windows[0]?.webContents ?? new StandInContents(0),
    closed: () => closed,
  }
}
