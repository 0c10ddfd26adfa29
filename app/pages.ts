import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Chance } from '../main/ports.ts'
import { displayPath } from '../renderer/socket-address.ts'
import { pageHeaders } from './page-policy.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export interface PageAnswer {
  readonly status: 200 | 404 | 405
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}

/** The built screen, for whichever host serves it. */
export interface Pages {
  /**
   * Answers a request for `path` (as in a URL, percent-encoding and all). What is not one of the files that were there
   * at the start is not found; no path is ever put together from what a request says.
   */
  readonly answer: (method: string, path: string, connect?: readonly string[]) => Promise<PageAnswer>
}

const text = (words: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(words)

/** Paths of all plain files below `folder`, with `/` between their parts. Links are left out. */
const filesBelow = async (folder: string, prefix = ''): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const path = `${prefix}/${entry.name}`
    if (entry.isDirectory()) found.push(...(await filesBelow(join(folder, entry.name), path)))
    else if (entry.isFile()) found.push(path)
  }
  return found
}

/** Pages by the addresses that people see. */
const documents: Readonly<Record<string, string>> = {
  '/': '/index.html',
  [displayPath]: '/display.html',
}

/**
 * Opens the folder that `npm run build` made.
 *
 * Throws when there is no built screen: a host without one has nothing to show.
 */
export const openPages = async (folder: string, chance: Pick<Chance, 'bytes'>): Promise<Pages> => {
  const paths = await filesBelow(folder).catch((): readonly string[] => [])
  const files = new Map(
    paths.flatMap((path) => {
      const type = contentTypes[extname(path)]
      return type === undefined ? [] : [[path, { file: join(folder, path), type }] as const]
    }),
  )
  if (!files.has('/index.html'))
    throw new Error(`There is no built screen in ${folder}: run "npm run build" first`)

  return {
    answer: async (method, path, connect = []) => {
      const nonce = Buffer.from(chance.bytes(16)).toString('base64url')
      const headers = pageHeaders(nonce, connect)
      const refuse = (status: 404 | 405, words: string): PageAnswer => ({
        status,
        headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        body: text(words),
      })
      if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'Only GET and HEAD\n')
      const name = Object.hasOwn(documents, path) ? (documents[path] ?? path) : path
      const found = files.get(name)
      if (found === undefined) return refuse(404, 'Not here\n')
      const content = new Uint8Array(await readFile(found.file))
      // The names under /assets/ carry a hash of what is in them; all else may change with the next version.
      const lasting = name.startsWith('/assets/')
      return {
        status: 200,
        headers: {
          ...headers,
          'content-type': found.type,
          'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'no-store',
        },
        body: name.endsWith('.html') ? withNonce(content, nonce) : content,
      }
    },
  }
}

/** Where the page finds its nonce; browsers hide it from style sheets, and scripts read it as a property. */
const withNonce = (page: Uint8Array, nonce: string): Uint8Array<ArrayBuffer> =>
  text(
    new TextDecoder()
      .decode(page)
      .replace(/<head(\s[^>]*)?>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`),
  )
