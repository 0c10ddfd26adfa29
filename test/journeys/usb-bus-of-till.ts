import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { usbBus } from '../devices/usb-bus.ts'
import { busPort, type BusOrder } from './usb-bus-order.ts'

/** The bus in the till's own process. */
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
