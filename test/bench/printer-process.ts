// A network printer in a process of its own, as it has in a shop, behind a line that notes when bytes come.
import { connect, createServer, type AddressInfo } from 'node:net'
import { startTcpPrinter } from '../devices/tcp-printer.ts'

/** When what came over one connection came, on the clock that all processes share, nanoseconds. */
export interface PrintTimes {
  readonly firstByte: string
  /** Of what is to be printed, behind the questions about the printer's state. */
  readonly firstOfReceipt: string
}

const printer = await startTcpPrinter()
const { host, port } = printer.address
const isQuestion = (bytes: Buffer): boolean => bytes[0] === 0x10 && bytes[1] === 0x04 && bytes.length <= 12

// The line stands between the till and the printer only to look at the clock: it holds no byte back, as Nagle's rule does.
const server = createServer({ noDelay: true }, (socket) => {
  const line = connect({ port, host, noDelay: true })
  let firstByte: string | undefined
  let isTold = false
  socket.on('data', (bytes) => {
    const now = String(process.hrtime.bigint())
    firstByte ??= now
    if (isTold || isQuestion(bytes)) return
    isTold = true
    process.send?.({ firstByte, firstOfReceipt: now } satisfies PrintTimes)
  })
  socket.pipe(line)
  line.pipe(socket)
  for (const end of [socket, line]) end.on('error', () => socket.destroy())
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
