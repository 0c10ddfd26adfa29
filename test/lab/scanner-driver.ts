// The till's side of the scanners, a process of its own so that it can be made to stand still: opens the driver when it
// is told to, and tells what it lists and which codes leave it.
import { createHidScanners } from '../../drivers/scanner/hid.node.ts'
import { systemClock } from '../../app/system.ts'
import type { Log, Scanners } from '../../main/ports.ts'

export type ToDriver = 'open' | 'close'
export type FromDriver =
  | { readonly type: 'codes'; readonly codes: readonly string[] }
  | { readonly type: 'list'; readonly states: readonly ('open' | 'cannot-open' | 'lost')[] }
  | { readonly type: 'opened' | 'closed' }

const tell = (message: FromDriver): void => {
  process.send?.(message)
}
const line = (event: string, fields?: object): void => console.log('driver', event, JSON.stringify(fields))
const log: Log = { info: line, warn: line, error: line }

let scanners: Scanners | undefined
process.on('message', (order: ToDriver) => {
  if (order === 'close') {
    void scanners?.close().then(() => tell({ type: 'closed' }))
    return
  }
  const codes: string[] = []
  scanners = createHidScanners({ clock: systemClock, log })
  scanners.onScan((text) => {
    codes.push(text)
    tell({ type: 'codes', codes })
  })
  scanners.onChange((list) => tell({ type: 'list', states: list.map(({ state }) => state) }))
  tell({ type: 'opened' })
})
