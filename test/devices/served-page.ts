import { createServer, type ServerResponse } from 'node:http'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { build } from 'vite'
import { findBrowser } from '../browser/find-browser.ts'

/** What the hosts allow a page, and what the drivers must therefore get along with. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
].join('; ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

export interface ServedPage {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Bundles a page for a browser as the screen is bundled, and serves it on this machine with the hosts' policy. */
export const servePage = async (script: string, body: string): Promise<ServedPage> => {
  const folder = await mkdtemp(join(tmpdir(), 'spot-till-page-'))
  const entry = JSON.stringify(join(import.meta.dirname, script))
  await writeFile(join(folder, 'entry.js'), `import ${entry}\n`)
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><title>Device test</title><body>${body}<script type="module" src="./entry.js"></script></body>`,
  )
  await build({
    configFile: false,
    root: folder,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: join(folder, 'out'), target: 'chrome140', assetsInlineLimit: 0 },
  })
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const file = join(folder, 'out', path === '/' ? 'index.html' : path)
    const bytes = await readFile(file).catch(() => undefined)
    response.writeHead(bytes === undefined ? 404 : 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    })
    response.end(bytes)
  }
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://127.0.0.1').pathname, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const startChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser() ?? '',
    headless: true,
    args: ['--no-sandbox', ...args],
  })

/** Chromium with a camera that shows a film, and a person who always allows it. */
export const startChromiumWithFilm = (film: string): Promise<Browser> =>
  startChromium([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
