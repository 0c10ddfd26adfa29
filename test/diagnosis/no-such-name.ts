import { createSocket } from 'node:dgram'

// A name server on 127.0.0.1:53 that answers every question with "there is no such name" (NXDOMAIN). It ends by itself.
const server = createSocket('udp4')
server.on('message', (question, { port, address }) => {
  const answer = Buffer.from(question)
  answer[2] = 0x81
  answer[3] = 0x83
  // No answers and no further records; the question is sent back as it came, without what may follow it.
  answer.fill(0, 6, 12)
  let end = 12
  while ((answer[end] ?? 0) !== 0) end += (answer[end] ?? 0) + 1
  server.send(answer.subarray(0, end + 5), port, address)
})
server.bind(53, '127.0.0.1')
setTimeout(() => server.close(), 15_000)
