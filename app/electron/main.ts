import * as electron from 'electron'
import { join } from 'node:path'
import { composeTill } from '../compose.ts'
import { dataFolder } from '../data-folder.ts'
import { commandIn, runElectronCommand } from './command.ts'
import { runShell } from './shell.ts'

const { platform } = process
const args = commandIn(process.argv, process.defaultApp)

// Not awaited: Electron becomes ready only after this module is through, so that it would wait for itself for ever.
if (args !== undefined) {
  void runElectronCommand({ electron, args, load: () => import('../cli/run.ts'), platform })
} else {
  // `out/electron/main.mjs` lies beside the preload and, one folder up, the built screen.
  void runShell({
    electron,
    compose: (given) => composeTill({ ...given, attended: true, devices: true }),
    preload: join(import.meta.dirname, 'preload.cjs'),
    screen: join(import.meta.dirname, '../renderer'),
    dataDir: dataFolder(undefined).folder,
    platform,
  })
}
