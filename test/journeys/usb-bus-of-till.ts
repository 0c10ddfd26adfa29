import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { usbBus } from '../devices/usb-bus.ts'

/** What a test does at the bus of a till that runs in a process of its own; one line of JSON each. */
export type BusOrder =
  | { readonly plug: string; readonly product: string }
  | { readonly unplug: string }
  | { readonly scan: string; readonly reports: readonly (readonly number[])[] }

export const busPort = 'SPOT_TILL_TEST_USB'

const bus = usbBus()
const line = connect({ host: '127.0.0.1', port: Number(process.env[busPort]) })
// The till ends when its work is done, whoever still holds the other end.
line.unref()
line.on('error', () => undefined)
createInterface({ input: line }).on('line', (text) => {
  const order = JSON.parse(text) as BusOrder
  if ('plug' in order) bus.plug(order.plug, { product: order.product })
  else if ('unplug' in order) bus.unplug(order.unplug)
  else
    bus.scan(
      order.scan,
      order.reports.map((report) => Uint8Array.from(report)),
    )
})

export default bus.source
