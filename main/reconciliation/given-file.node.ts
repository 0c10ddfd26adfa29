import type { GivenAnswer } from '../contract/reconciliation.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { unpack } from './files/unpack.node.ts'
import type { Shelf } from './shelf.ts'

/** Takes what somebody gave by hand: a file, or the files of a ZIP one by one, each with its own answer. */
export const takeGiven = async (
  shelf: Pick<Shelf, 'take'>,
  name: string,
  bytes: Uint8Array,
  source: ProviderFileFacts['source'],
): Promise<GivenAnswer> => {
  const members = await unpack(name, bytes)
  // What cannot be unpacked is set apart like any file that is none of the provider's, with what to do about it.
  if (members === undefined) return shelf.take(name, bytes, source)
  const files = []
  for (const member of members) {
    files.push({ name: member.name, answer: await shelf.take(member.name, member.bytes, source) })
  }
  return { result: 'unpacked', files }
}
