// The gateway's side of the bench, in a process of its own: the training desk behind a bare socket that notes, on the
// machine's monotonic clock, when a call's first byte came in and when its answer's last byte went out.
import { createServer, type Socket } from 'node:net'
import { systemClock } from '../../app/system.ts'
import { createTrainingDesk } from '../../main/training/desk.node.ts'
import { createLedger } from '../../main/training/ledger.ts'
import { ledgerRulesDefault } from '../../main/training/trade.ts'

export interface CallTimes {
  readonly id: string
  readonly service: string
  /** Monotonic nanoseconds, as text: bigint does not cross a process boundary by itself. */
  readonly firstByteIn: string
  readonly lastByteOut: string
}

const desk = createTrainingDesk({ clock: systemClock, ledger: createLedger(ledgerRulesDefault, '1400') })

const serve = (socket: Socket): void => {
  let bytes = Buffer.alloc(0)
  let first: bigint | undefined
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    first ??= process.hrtime.bigint()
    bytes = Buffer.concat([bytes, chunk])
    const headEnd = bytes.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = bytes.subarray(0, headEnd).toString('latin1')
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (bytes.length < headEnd + 4 + length) return
    const body = bytes.subarray(headEnd + 4, headEnd + 4 + length)
    bytes = Buffer.alloc(0)
    const query = /^\S+ [^?\s]*\??(\S*) /.exec(head)?.[1] ?? ''
    const { status, body: answer } = desk.handle({ query, body })
    const form = new URLSearchParams(body.toString())
    const firstByteIn = String(first)
    first = undefined
    socket.write(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 ${status} OK\r\ncontent-type: text/xml\r\ncontent-length: ${answer.length}\r\n\r\n`,
        ),
        answer,
      ]),
    )
    const times: CallTimes = {
      id: form.get('partner_trans_id') ?? '',
      service: form.get('service') ?? '',
      firstByteIn,
      lastByteOut: String(process.hrtime.bigint()),
    }
    process.send?.(times)
  })
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
process.on('disconnect', () => process.exit(0))
