import { crc32, deflateSync } from 'node:zlib'

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG of grey dots, each 0 (black) to 255, made without any library of the till. */
export const greyPng = (width: number, height: number, grey: (x: number, y: number) => number): Buffer => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_, x) => grey(x, y))]),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A cup in grey: light above, dark below, so that dithering shows. */
export const cup = greyPng(200, 96, (x, y) => {
  const [dx, dy] = [x - 88, y - 20]
  const isCup = dy > 0 && (dx / 60) ** 2 + (dy / 70) ** 2 < 1
  const ring = Math.hypot((x - 152) / 26, (y - 42) / 22)
  if (isCup) return 200 - dy * 2
  return ring > 0.6 && ring < 1 ? 90 : 255
})
