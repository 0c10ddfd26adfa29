import type { FileAnswer, GivenAnswer } from '../contract/reconciliation.ts'
import type { ProviderFileFacts } from '../domain/reconciled.ts'
import { JournalFault } from '../journal/journal.ts'
import { unpack } from './files/unpack.node.ts'
import { ShelfFault, type Shelf } from './shelf.ts'

/** What became of a file that was given. */
export interface Given {
  readonly answer: GivenAnswer
  /** Why it, or some of the files in it, could not be kept: the disk took no file, or the journal no entry. */
  readonly fault?: ShelfFault | JournalFault
}

const notKept = ({ message }: Error): FileAnswer => ({
  result: 'quarantined',
  faults: [{ kind: 'not-kept', found: message }],
})

/** Takes what somebody gave by hand or the server has: a file, or the files of a ZIP one by one, each with its own answer. */
export const takeGiven = async (
  shelf: Pick<Shelf, 'take'>,
  name: string,
  bytes: Uint8Array,
  source: ProviderFileFacts['source'],
): Promise<Given> => {
  let fault: Given['fault']
  const takeOne: Shelf['take'] = async (...given) => {
    // A journal that took no entry takes none of the rest.
    if (fault instanceof JournalFault) return notKept(fault)
    try {
      return await shelf.take(...given)
    } catch (error) {
      if (!(error instanceof ShelfFault) && !(error instanceof JournalFault)) throw error
      fault = error
      return notKept(error)
    }
  }
  const ended = (answer: GivenAnswer): Given => (fault === undefined ? { answer } : { answer, fault })

  const members = await unpack(name, bytes)
  // What cannot be unpacked is set apart like any file that is none of the provider's, with what to do about it.
  if (members === undefined) return ended(await takeOne(name, bytes, source))
  // The folder that the ZIP lies in may be all that says of which day it is.
  const folder = name.slice(0, name.lastIndexOf('/') + 1)
  const files: { readonly name: string; readonly answer: FileAnswer }[] = []
  for await (const member of members) {
    const own = `${folder}${member.name}`
    files.push({ name: own, answer: await takeOne(own, member.bytes, source, name) })
  }
  return ended({ result: 'unpacked', files })
}
