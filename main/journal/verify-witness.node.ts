import { hashOfText, type Head } from './chain.node.ts'
import { systemStorage } from './storage.node.ts'
import type { Flaw, VerdictError } from './verdict.ts'
import { readFrames, type WitnessedRecord } from './witness-frames.node.ts'
import { olderPart } from './witness.node.ts'

export type WitnessVerdict =
  (Flaw & { readonly ok: false; readonly seq?: number }) | { ok: true; count: number }

const wrong = (error: VerdictError, what: string, seq?: number): WitnessVerdict =>
  seq === undefined ? { ok: false, error, what } : { ok: false, error, what, seq }

/** Both parts of a witness up to the first bytes that are no whole frame; `undefined` when a part is no witness. */
const soundRecords = (
  file: string,
): { readonly records: readonly WitnessedRecord[]; readonly damaged: boolean } | undefined => {
  const records: WitnessedRecord[] = []
  for (const part of [olderPart(file), file]) {
    if (!systemStorage.exists(part)) continue
    const bytes = systemStorage.read(part)
    const frames = readFrames(bytes)
    if (frames === undefined) return undefined
    records.push(...frames.records)
    if (frames.soundBytes < bytes.length) return { records, damaged: true }
  }
  return { records, damaged: false }
}

/**
 * Holds a witness against a journal whose chain is whole: `hashAt` gives its hashes and `head` its end. The witness
 * must say the same, without a hole, up to the same end; it may begin later, because it keeps the newest only.
 */
export const verifyWitness = (
  file: string,
  head: Head,
  hashAt: (seq: number) => string | undefined,
): WitnessVerdict => {
  const seen = soundRecords(file)
  if (seen === undefined) return wrong('not-a-witness', 'the file of the witness is no witness')
  let last = (seen.records[0]?.seq ?? 1) - 1
  for (const record of seen.records) {
    const { seq, hash } = record
    if (seq !== last + 1)
      return wrong('witness-gap', 'the witness lacks it, or has another in its place', last + 1)
    if (hashOfText(record.text()) !== hash) {
      return wrong('witness-differs', 'what the witness has of it does not fit its hash', seq)
    }
    if (seq > head.seq) {
      return wrong('witness-ahead', 'the witness has it and the journal does not', head.seq + 1)
    }
    if (hashAt(seq) !== hash) return wrong('witness-differs', 'the witness has seen another entry', seq)
    last = seq
  }
  if (seen.damaged) {
    return wrong('witness-damaged', 'the bytes of the witness from here on are no whole frame', last + 1)
  }
  if (seen.records.length === 0) {
    return head.seq === 0
      ? { ok: true, count: 0 }
      : wrong('witness-missing', 'there is no witness, so nothing vouches for the end of the journal')
  }
  if (last < head.seq) return wrong('journal-ahead', 'the journal has it and the witness does not', last + 1)
  return { ok: true, count: seen.records.length }
}
