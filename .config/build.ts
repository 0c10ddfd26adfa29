// `npm run build`: the screen, the Electron main process, its preload and its threads, each by one vite build.
import { dirname, join } from 'node:path'
import { build } from 'vite'

const root = dirname(import.meta.dirname)
const only = process.argv.slice(2)
for (const mode of ['renderer', 'electron', 'preload', 'workbook-worker', 'reconcile-worker']) {
  if (only.length === 0 || only.includes(mode)) {
    await build({ configFile: join(root, '.config/vite.config.ts'), mode, logLevel: 'warn' })
  }
}
