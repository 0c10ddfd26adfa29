// Takes the place of the module `electron` for the built main program (`electron-main.test.ts`): the stand-in, and a
// page that connects as soon as the window shows it, says what it saw, and closes the window.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../main/contract.ts'
import { createElectronStandIn, standInSafeStorage, type StandInWindow } from './electron-stand-in.ts'

const electron = createElectronStandIn({
  safeStorage: standInSafeStorage({ backend: process.env['KEYRING'] === 'none' ? 'basic_text' : 'kwallet6' }),
})
export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  screen,
  session,
} = electron

const talk = async ({ webContents }: StandInWindow): Promise<void> => {
  electron.send('till:connect', { sender: webContents, senderFrame: webContents.mainFrame })
  const [port] = webContents.mainFrame.posts.flatMap(({ ports }) => ports)
  if (port === undefined) throw new Error('the page got no port')
  const link = new RPCLink({ port })
  const client: ContractRouterClient<Contract> = createORPCClient(link)
  const { mode, stopped } = await client.till.view()
  console.log(JSON.stringify({ mode, stopped: stopped?.why, loaded: webContents.loaded }))
  port.close()
  electron.app.emit('window-all-closed')
}

let talking = false
setInterval(() => {
  const [window] = electron.windows
  if (electron.errors.length > 0) console.log(JSON.stringify({ errors: electron.errors }))
  if (electron.exits.length > 0) process.exit(electron.exits[0])
  if (window?.did.includes('show') !== true || talking) return
  talking = true
  void talk(window)
}, 10)
// As Electron does it: ready comes when the main module is through.
setImmediate(() => electron.becomeReady())
