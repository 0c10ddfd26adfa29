import type { Lab } from './lab.ts'
import type { FarGatewaySetup, GatewayNews, GatewayOrder, Look, Resolver } from './far-gateway.ts'
import { startChild } from './live-till-process.ts'

export interface FarGateway {
  readonly resolver: (resolver: Resolver) => void
  /** Closes the connections that idle callers keep, so that the next call needs a new one. */
  readonly hangUp: () => void
  readonly look: (id: string) => Promise<Look>
  readonly close: () => Promise<void>
}

export const startFarGateway = async (lab: Lab, setup: FarGatewaySetup): Promise<FarGateway> => {
  const heard: ((look: Look) => void)[] = []
  let isReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => (isReady = resolve))
  const child = startChild('far-gateway.ts', [JSON.stringify(setup)], lab.gateway, {}, (message) => {
    const news = message as GatewayNews
    if (news.news === 'ready') isReady()
    else heard.shift()?.(news.look)
  })
  const gone = new Promise<never>((_, reject) =>
    child.on('exit', () => reject(new Error('the gateway ended'))),
  )
  gone.catch(() => undefined)
  await Promise.race([ready, gone])
  const send = (order: GatewayOrder): void => void child.send(order)
  return {
    resolver: (resolver) => send({ order: 'resolver', resolver }),
    hangUp: () => send({ order: 'hang-up' }),
    look: async (id) => {
      const looked = new Promise<Look>((resolve) => heard.push(resolve))
      send({ order: 'look', id })
      return await Promise.race([looked, gone])
    },
    close: async () => {
      child.disconnect()
      await gone.catch(() => undefined)
    },
  }
}
