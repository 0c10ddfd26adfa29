import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from 'playwright-core'
import { WebSocket } from 'ws'
import type { Contract } from '../../main/contract.ts'

export interface SecondScreen {
  readonly client: ContractRouterClient<Contract>
  readonly close: () => void
}

/** Another screen at the same till, without a picture: it says and hears exactly what a page says and hears. */
export const openSecondScreen = async (page: Page): Promise<SecondScreen> => {
  const token = await page.evaluate(() => sessionStorage.getItem('spot-till:token') ?? '')
  const { host, origin } = new URL(page.url())
  const socket = new WebSocket(`ws://${host}/till`, ['spot-till', token], { origin })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // `ws` behaves as the browser's WebSocket does, and its types say so in other words.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { client: createORPCClient(link), close: () => socket.terminate() }
}
