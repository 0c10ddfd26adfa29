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

/**
 * Gives our page a MessagePort on which it speaks the contract. There is one channel, it carries nothing, and a page
 * that asks again (it was loaded anew) loses the port that it had.
 */
export const servePorts = (
  electron: Pick<UsedElectron, 'ipcMain' | 'MessageChannelMain'>,
  windowId: () => number | undefined,
  serveScreen: (line: ScreenLine) => ServedScreen,
  log: Log,
): void => {
  let endLast = (): void => {}
  electron.ipcMain.on(connectChannel, (event) => {
    const id = windowId()
    const frame = id === undefined ? undefined : trusted(event, id)
    if (frame === undefined) {
      log.warn('screen-refused', { why: 'foreign frame' })
      return
    }
    endLast()
    const { port1, port2 } = new electron.MessageChannelMain()
    const served = serveScreen({
      send: (message) => port1.postMessage(message),
      cut: () => port1.close(),
    })
    port1.on('message', ({ data }) => served.hear(data))
    port1.on('close', served.gone)
    endLast = () => {
      served.gone()
      port1.close()
    }
    port1.start()
    frame.postMessage(portChannel, null, [port2])
  })
}
