import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openPages } from '../../app/pages.ts'
import { systemChance } from '../../app/system.ts'

export interface ServedFolder {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Serves built files on this machine as both hosts do, under the very policy that they send. */
export const serveFolder = async (folder: string): Promise<ServedFolder> => {
  const pages = await openPages(folder, systemChance)
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await pages.answer(request.method ?? 'GET', (request.url ?? '/').split('?')[0] ?? '/')
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
