/** A row of the fault matrix: what goes wrong, and what must come of it. */
export interface Fault {
  readonly id: string
  readonly fault: string
  readonly outcome: string
}

export const faults: readonly Fault[] = [
  {
    id: 'F01',
    fault: 'power cut before the intent is durable',
    outcome: 'nothing was sent; an intent that is there is closed by asking',
  },
  {
    id: 'F02',
    fault: 'cut after the intent is durable, before the first byte leaves',
    outcome: 'asked about at the next start, then cancelled; no second PAY',
  },
  {
    id: 'F03',
    fault: 'cut after sending, before the answer',
    outcome: 'asked about; a paid sale is booked once',
  },
  {
    id: 'F04',
    fault: 'cut after the answer, before it is durable',
    outcome: 'nothing had said paid; asked about, then paid',
  },
  {
    id: 'F05',
    fault: 'cut after paid is durable, before screen and receipt',
    outcome: 'the next start shows the paid sale and offers its receipt',
  },
  {
    id: 'F06',
    fault: 'cut during a cancel or a refund',
    outcome: 'the same request is repeated; money goes back once at most',
  },
  {
    id: 'F07',
    fault: 'killed at any system call that writes or sends',
    outcome: 'every point is tried; nothing is lost',
  },
  {
    id: 'F08',
    fault: 'the screen’s process crashes or hangs in a sale',
    outcome: 'the payment goes on; a reload shows the truth',
  },
  {
    id: 'F09',
    fault: 'the whole program stands still, for a second or an hour',
    outcome: 'time-outs are judged by both clocks; the truth is asked',
  },
  { id: 'F10', fault: 'no name service, or a wrong answer of it', outcome: 'nothing sent, and said so' },
  {
    id: 'F11',
    fault: 'connection refused, unreachable or swallowed',
    outcome: 'nothing sent, within three seconds',
  },
  {
    id: 'F12',
    fault: 'TLS: wrong name, expired, unknown authority, old version',
    outcome: 'no byte of the request leaves',
  },
  {
    id: 'F13',
    fault: 'reset after the request was read, also on a kept connection',
    outcome: 'one PAY at the server; unknown, then asked',
  },
  {
    id: 'F14',
    fault: 'the answer is lost',
    outcome: 'unknown, then asked; booked once',
  },
  { id: 'F15', fault: 'the answer is cut at any byte', outcome: 'never taken for an answer' },
  {
    id: 'F16',
    fault: 'an answer that trickles, stops or never ends',
    outcome: 'ended by a deadline and a size limit; unknown',
  },
  {
    id: 'F17',
    fault: 'loss, delay, duplicates, disorder, a narrow line',
    outcome: 'all invariants hold',
  },
  {
    id: 'F18',
    fault: 'PAY arrives after its cancel',
    outcome: 'found by the later questions, given back by itself, reported',
  },
  {
    id: 'F19',
    fault: 'an answer twice, an older one, one for another trade',
    outcome: 'refused by id and amount; booked once',
  },
  {
    id: 'F20',
    fault: 'a portal’s page, a redirect, a proxy’s error page',
    outcome: 'not followed, not believed',
  },
  {
    id: 'F21',
    fault: 'server errors, overload, maintenance',
    outcome: 'unknown, asked; PAY is not repeated',
  },
  {
    id: 'F22',
    fault: 'signature wrong, missing, of another key or kind',
    outcome: 'no answer at all: neither paid nor not paid',
  },
  { id: 'F23', fault: 'wrong character set, broken text', outcome: 'unknown; right Chinese text passes' },
  { id: 'F24', fault: 'hostile XML', outcome: 'refused at once; unknown' },
  {
    id: 'F25',
    fault: 'fields that disagree with the request, unknown codes',
    outcome: 'unknown and an alarm; never success nor failure',
  },
  {
    id: 'F26',
    fault: 'declined, and paid seconds later',
    outcome: 'a refusal is asked about; late money goes back by itself',
  },
  {
    id: 'F27',
    fault: 'query, cancel or refund without a clear answer, for hours',
    outcome: 'repeated with growing distance, over restarts, listed',
  },
  {
    id: 'F28',
    fault: 'the clock jumps, is wrong, passes midnight in Beijing',
    outcome: 'order and ids do not need it; the right undoing is chosen; said',
  },
  {
    id: 'F29',
    fault: 'the disk is full',
    outcome: 'selling stops at the reserve; what is open is finished',
  },
  {
    id: 'F30',
    fault: 'a write or a sync fails, once or for ever',
    outcome: 'a failed commit is an unknown commit: read again, then decide',
  },
  {
    id: 'F31',
    fault: 'the disk becomes read-only',
    outcome: 'selling stops before the next PAY, with the right sentence',
  },
  {
    id: 'F32',
    fault: 'flipped bits, torn, misplaced or zeroed pages',
    outcome: 'found, named, mended from the witness or stopped; never dropped',
  },
  {
    id: 'F33',
    fault: 'journal deleted, cut, or replaced by yesterday’s copy',
    outcome: 'found; mended from the witness or stopped',
  },
  {
    id: 'F34',
    fault: 'a disk that says written and has not',
    outcome: 'the witness on a second disk gives it back; a loss is shown',
  },
  {
    id: 'F35',
    fault: 'two tills with one identity, a second instance',
    outcome: 'refused or found out; never a success',
  },
  {
    id: 'F36',
    fault: 'update, migration, backup or settings change interrupted',
    outcome: 'the old or the new, whole',
  },
  {
    id: 'F37',
    fault: 'printer out of paper in a receipt, open, unplugged, slow; dead spooler',
    outcome: 'the sale stays paid, its receipt is kept; one whole receipt, a copy by its face',
  },
  {
    id: 'F38',
    fault: 'a code scanned twice, again, too late, or on a wrong screen',
    outcome: 'one PAY; the rest is answered with a note, and the customer before pays nothing',
  },
  {
    id: 'F39',
    fault: 'scanner pulled in a code, flooded, beside another, with keys between, without its ending',
    outcome: 'no torn and no glued code leaves; said; works again when plugged in',
  },
  {
    id: 'F40',
    fault: 'camera pulled, forbidden in the middle, frozen or black; a poster in view; nobody started it',
    outcome: 'said; the scanner works on; nothing is read unless asked for, and no poster ever',
  },
]
