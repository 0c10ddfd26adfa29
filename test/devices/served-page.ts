import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from '../browser/real-browser.ts'
import { serveFolder, type ServedFolder } from '../browser/served-folder.ts'

const policy = join(dirname(dirname(import.meta.dirname)), 'renderer/policy.ts')

/** Bundles a page for a browser as the screen is bundled, and serves it under the policy that the screen lives with. */
export const servePage = async (script: string, body: string): Promise<ServedFolder> => {
  const folder = await mkdtemp(join(tmpdir(), 'spot-till-page-'))
  await writeFile(
    join(folder, 'entry.js'),
    `import { installPolicy } from ${JSON.stringify(policy)}
import ${JSON.stringify(join(import.meta.dirname, script))}
installPolicy()
`,
  )
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><title>Device test</title><link rel="icon" href="data:,"><body>${body}<script type="module" src="./entry.js"></script></body>`,
  )
  await build({
    configFile: false,
    root: folder,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: join(folder, 'out'), target: 'chrome140', assetsInlineLimit: 0 },
  })
  const served = await serveFolder(join(folder, 'out'))
  return {
    url: served.url,
    close: async () => {
      await served.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Chromium with a camera that shows a film, and a person who always allows it. */
export const launchBrowserWithFilm = (film: string): Promise<Browser> =>
  launchBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
