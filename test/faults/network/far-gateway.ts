import { createSocket } from 'node:dgram'
import { systemClock } from '../../../app/system.ts'
import { trainingPartnerId } from '../../../main/training/account.ts'
import { startTrainingGateway } from '../../../main/training/server.node.ts'
import type { TestCertificate } from '../../gateway/certificate.ts'
import { startProxy } from './proxy.ts'

/**
 * The other end of the cable: the training gateway behind https at one address, somebody else with a certificate of
 * his own at the next, and the resolver that says which is which.
 */
export type Resolver = 'right' | 'poisoned' | 'no-such-name' | 'failing' | 'silent' | 'slow'
export type GatewayOrder =
  | { readonly order: 'resolver'; readonly resolver: Resolver }
  | { readonly order: 'look'; readonly id: string }
  /** Closes the connections that idle callers keep. */
  | { readonly order: 'hang-up' }
export interface Look {
  readonly pays: number
  readonly executed: number
  readonly calls: number
  readonly paidAt?: number
  readonly kept: number
  /** Bytes of calls that somebody else read. */
  readonly elsewhere: number
}
export type GatewayNews = { readonly news: 'ready' } | { readonly news: 'seen'; readonly look: Look }
export interface FarGatewaySetup {
  readonly name: string
  readonly address: string
  readonly otherAddress: string
  readonly port: number
  readonly certificate: TestCertificate
  readonly otherCertificate: TestCertificate
}

const tell = (news: GatewayNews): void => void process.send?.(news)
const [, , setupText = '{}'] = process.argv
const setup = JSON.parse(setupText) as FarGatewaySetup

const gateway = await startTrainingGateway({ port: 0, clock: systemClock })
const front = await startProxy({
  gatewayPort: gateway.port,
  host: setup.address,
  port: setup.port,
  tls: setup.certificate,
})
const somebody = await startProxy({
  gatewayPort: gateway.port,
  host: setup.otherAddress,
  port: setup.port,
  tls: setup.otherCertificate,
})

let resolver: Resolver = 'right'
const slowMs = 1500
/** The question back, with a code and at most one address: all that a client of one name needs (RFC 1035). */
const answerTo = (question: Buffer, code: number, address: string | undefined): Buffer => {
  const end = question.indexOf(0, 12) + 5
  const head = Buffer.from(question.subarray(0, end))
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(address === undefined ? 0 : 1, 6)
  head.writeUInt32BE(0, 8)
  const isAddressAsked = question.readUInt16BE(end - 4) === 1
  if (address === undefined || !isAddressAsked) {
    head.writeUInt16BE(0, 6)
    return head
  }
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([head, record])
}
const names = createSocket('udp4')
names.on('message', (question, from) => {
  const say = (code: number, address?: string): void =>
    names.send(answerTo(question, code, address), from.port, from.address)
  switch (resolver) {
    case 'right':
      return say(0, setup.address)
    case 'poisoned':
      return say(0, setup.otherAddress)
    case 'no-such-name':
      return say(3)
    case 'failing':
      return say(2)
    case 'slow':
      return void setTimeout(() => say(0, setup.address), slowMs)
    case 'silent':
  }
})
await new Promise<void>((resolve) => names.bind(53, setup.address, resolve))

const look = (id: string): Look => {
  const trade = gateway.ledger.trades(systemClock.now().at).find(({ order }) => order.id === id)
  return {
    pays: front.pays(id) + somebody.pays(id),
    executed: gateway.ledger.payRequests(trainingPartnerId, id),
    calls: front.requests.filter((call) => call.id === id).length,
    ...(trade?.paidAt === undefined ? {} : { paidAt: trade.paidAt }),
    kept: trade?.paidAt === undefined ? 0 : trade.order.price.minor - trade.returned,
    elsewhere: somebody.bytes(),
  }
}
process.on('message', (message) => {
  const order = message as GatewayOrder
  if (order.order === 'resolver') resolver = order.resolver
  else if (order.order === 'look') tell({ news: 'seen', look: look(order.id) })
  else for (const caller of front.callers()) caller.destroy()
})
process.on('disconnect', () => process.exit())
tell({ news: 'ready' })
