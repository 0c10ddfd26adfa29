import { contextBridge, ipcRenderer } from 'electron'
import { connectChannel, portChannel, portMessage } from './channels.ts'

// The whole bridge (security S07): the page can ask for a line to the till, and gets a MessagePort. It never sees
// ipcRenderer, and the port speaks nothing but the contract.
ipcRenderer.on(portChannel, (event) => {
  // To this window itself: no other one can hear it, whatever is loaded elsewhere.
  window.postMessage(portMessage, '*', [...event.ports])
})
contextBridge.exposeInMainWorld('spotTill', {
  connect: (): void => ipcRenderer.send(connectChannel),
})
