import { crc32, deflateRawSync } from 'node:zlib'

export interface Member {
  readonly name: string
  readonly text: string
  /** What the directory says instead of the truth. */
  readonly size?: number
  readonly sum?: number
  readonly flags?: number
}

/** A ZIP as any program writes it: members packed by deflate, and the directory at the end. */
export const zipOf = (...members: readonly Member[]): Buffer => {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, size, sum, flags = 0 } of members) {
    const bytes = Buffer.from(text)
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(0x800 | flags, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(sum ?? crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(size ?? bytes.length, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(2), facts, entry, Buffer.from(name)]),
    )
    bodies.push(body)
    offset += body.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, entries, Buffer.from('PK\x05\x06'), end])
}
export const csv = (name: string): Member => ({ name, text: `Partner_transaction_id|${name}\n` })
