import type { Log } from '../../main/ports.ts'
import type { ScreenLine, ServedScreen } from '../screen.ts'
import { connectChannel, pageOrigin, portChannel } from './channels.ts'
import type { UsedElectron, UsedFrame, UsedMessageEvent } from './used.ts'

/** The frame that asks, if it is the top frame of a window of ours and shows our page (security S06). */
const trusted = ({ sender, senderFrame }: UsedMessageEvent, windowId: number): UsedFrame | undefined =>
  senderFrame !== null &&
  sender.id === windowId &&
  senderFrame.origin === pageOrigin &&
  senderFrame.frameToken === sender.mainFrame.frameToken &&
  senderFrame.processId === sender.mainFrame.processId
    ? senderFrame
    : undefined

/** Who is served at the other end of a window's port. */
export interface ServedWindow {
  readonly windowId: () => number | undefined
  readonly serve: (line: ScreenLine) => ServedScreen
}

/**
 * Gives our pages a MessagePort each, on which the cashier's speaks the contract and the customer's only listens. There
 * is one channel, it carries nothing, and a page that asks again (it was loaded anew) loses the port that it had.
 */
export const servePorts = (
  electron: Pick<UsedElectron, 'ipcMain' | 'MessageChannelMain'>,
  windows: readonly ServedWindow[],
  log: Log,
): void => {
  const endLast = new Map<ServedWindow, () => void>()
  electron.ipcMain.on(connectChannel, (event) => {
    const served = windows.find(({ windowId }) => windowId() === event.sender.id)
    const frame = served && trusted(event, event.sender.id)
    if (served === undefined || frame === undefined) {
      log.warn('screen-refused', { why: 'foreign frame' })
      return
    }
    endLast.get(served)?.()
    const { port1, port2 } = new electron.MessageChannelMain()
    const line = served.serve({
      send: (message) => port1.postMessage(message),
      cut: () => port1.close(),
    })
    port1.on('message', ({ data }) => line.hear(data))
    port1.on('close', line.gone)
    endLast.set(served, () => {
      line.gone()
      port1.close()
    })
    port1.start()
    frame.postMessage(portChannel, null, [port2])
  })
}
