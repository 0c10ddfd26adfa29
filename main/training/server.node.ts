import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chance } from '../ports.ts'
import { formatHttpDate } from '../gateway/http-date.ts'
import { deliver } from './delivery.node.ts'
import { createTrainingDesk, type TrainingDeskOptions } from './desk.node.ts'
import { openLedgerFile } from './ledger-file.node.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { RequestLog } from './request-log.ts'
import { testerPage } from './tester-pages.ts'
import { ledgerRulesDefault } from './trade.ts'

export interface TrainingGatewayOptions extends Omit<TrainingDeskOptions, 'ledger'> {
  /** 0 takes any free port. */
  readonly port: number
  /** 127.0.0.1 when left out. The keys are public, so an address that others can reach is a choice to make on purpose. */
  readonly host?: string
  /** Numbers the trades of new books differently from those of other gateways. */
  readonly chance?: Chance
  /** Keeps the books over restarts; in memory when left out. */
  readonly ledgerFile?: string
}

export interface TrainingGateway {
  /** Address of the wire, `http://127.0.0.1:PORT/gateway.do`. */
  readonly url: string
  readonly port: number
  readonly ledger: Ledger
  readonly requests: RequestLog
  /** Ends every connection, also those that wait for a late answer. */
  readonly close: () => Promise<void>
}

const bodyBytesMax = 65_536
const wirePaths = new Set(['/', '/gateway.do'])
const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i

/** The body, or nothing when it is too long. Throws when the caller hangs up. */
const readBody = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > bodyBytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const plain = (
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain;charset=utf-8',
): void => {
  response.writeHead(status, { 'content-type': type }).end(text)
}

const openLedger = (options: TrainingGatewayOptions): Ledger => {
  const rules = { ...ledgerRulesDefault, ...options.rules }
  const newSeries = (): string => options.chance?.digits(4) ?? '1400'
  return options.ledgerFile === undefined
    ? createLedger(rules, newSeries())
    : openLedgerFile(options.ledgerFile, rules, newSeries)
}

/**
 * Starts a gateway that speaks the wire over real HTTP (spot-pay 1): same parameters, same signatures, same answers,
 * books of its own, and bad days on demand. Rejects when the port is taken.
 */
export const startTrainingGateway = async (options: TrainingGatewayOptions): Promise<TrainingGateway> => {
  const host = options.host ?? '127.0.0.1'
  const { clock } = options
  const timeScale = options.timeScale ?? 1
  const ledger = openLedger(options)
  const desk = createTrainingDesk({ ...options, ledger })
  let url = ''

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The clock of the books is the only one that this gateway has, and a till goes by what it says.
    response.setHeader('date', formatHttpDate(clock.now().at))
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s)
    const isPost = request.method === 'POST'
    if (!isPost && request.method !== 'GET') {
      response.setHeader('allow', 'GET, POST')
      plain(response, 405, 'GET and POST only\n')
      return
    }
    const page =
      isPost || query !== ''
        ? undefined
        : testerPage(path, { ledger, requests: desk.requests, url, at: clock.now().at })
    if (page !== undefined) {
      plain(response, 200, page.text, page.type)
      return
    }
    if (!wirePaths.has(path)) {
      plain(response, 404, 'There is nothing here. The gateway is at /gateway.do\n')
      return
    }
    const contentType = request.headers['content-type']
    if (isPost && contentType !== undefined && !formType.test(contentType)) {
      plain(response, 415, 'POST bodies are application/x-www-form-urlencoded\n')
      return
    }
    const body = await readBody(request)
    if (body === undefined) {
      response.setHeader('connection', 'close')
      plain(response, 413, `A call has at most ${bodyBytesMax} bytes\n`)
      return
    }
    deliver(desk.handle({ query, body }), response, clock, timeScale)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Hanging up in the middle of a call is the caller's right. Anything else is a mistake of ours and is shown.
      if (response.headersSent || request.destroyed) response.destroy()
      else plain(response, 500, `The training gateway has a fault: ${String(error)}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  url = `http://${host}:${port}/gateway.do`

  return {
    url,
    port,
    ledger,
    requests: desk.requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
