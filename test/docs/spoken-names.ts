import type { ChargeRefusal, ConnectionTest, GatewayHealth, RefundRefusal, Stopped } from '../../main/contract.ts'
import type { CashRefusal } from '../../main/contract/cash.ts'
import { haltSentences } from '../../main/domain/halt-sentences.ts'
import type { DiscrepancyKind } from '../../main/domain/payment.ts'
import { connectionSentences } from '../../main/domain/connection-sentences.ts'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { cashRefusalSentences, chargeRefusalSentences, refundRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { Sentences } from '../../main/domain/sentences.ts'
import type { JournalFaultKind } from '../../main/journal/journal.ts'
import type { PrintFault, ScannerInfo } from '../../main/ports.ts'
import type { CameraState } from '../../drivers/camera/camera.dom.ts'
import type { ConnectionState } from '../../renderer/connection.ts'
import type { NoteKind } from '../../renderer/sale-state.ts'
import { textOf, type Spoken } from './spoken.ts'

/**
 * What the screen says of everything that is not a payment or a refund. Each table lists a union of the product
 * completely: a name that is added there does not compile here until it has words.
 */
type Table<Name extends string> = Readonly<Record<Name, Sentences>>
const spoken = (table: Readonly<Record<string, Sentences>>, quiet: readonly string[] = []): readonly Spoken[] =>
  Object.entries(table).map(([of, words]) => ({ of, words, asksNothing: quiet.includes(of) }))

const stopped: Table<Stopped['why']> = {
  journal: textOf('stopped.journal', 'stopped.journalTodo'),
  'in-use': textOf('stopped.in-use', 'stopped.in-useTodo'),
  settings: textOf('stopped.settings', 'stopped.settingsTodo'),
  secrets: textOf('stopped.secrets', 'stopped.secretsTodo'),
  halted: textOf('stopped.halted', 'stopped.haltedTodo'),
}
const journal: Table<JournalFaultKind> = {
  'in-use': stopped['in-use'],
  'newer-version': stopped.journal,
  'not-a-journal': stopped.journal,
  'broken-chain': stopped.journal,
  'witness-disagrees': stopped.journal,
  'unsafe-settings': stopped.journal,
  disk: stopped.journal,
}
const discrepancies: Table<DiscrepancyKind> = {
  'paid-after-given-up': textOf(undefined, 'side.paid-after-given-up'),
  'automatic-refund-refused': textOf(undefined, 'side.automatic-refund-refused'),
  'closed-though-paid': textOf(undefined, 'side.closed-though-paid'),
  'other-amount': textOf(undefined, 'side.other-amount'),
  'refund-made-after-refusal': textOf(undefined, 'side.refund-made-after-refusal'),
}
const chargeRefusals: Table<ChargeRefusal> = chargeRefusalSentences
const refundRefusals: Table<RefundRefusal> = refundRefusalSentences
const cashRefusals: Table<CashRefusal> = cashRefusalSentences
/** A job can fail by the printer, by a stop of the till, or by a mistake of ours. */
const prints: Table<PrintFault | 'interrupted' | 'not-printable'> = printFaultSentences
const gateway: Table<GatewayHealth['state']> = {
  untried: textOf('header.untried', 'header.untriedTodo'),
  online: textOf('header.online', undefined),
  offline: textOf('header.offline', 'header.offlineTodo'),
}
const scanners: Table<ScannerInfo['state']> = {
  open: textOf('header.scannerOpen', undefined),
  'cannot-open': textOf('header.scannerTrouble', 'header.scannerTroubleTodo'),
  lost: textOf('header.scannerLost', 'header.scannerLostTodo'),
}
const camera: Table<CameraState> = {
  starting: textOf('camera.starting', undefined),
  watching: textOf(undefined, 'camera.hold'),
  frozen: textOf(undefined, 'camera.frozen'),
  'no-camera': textOf(undefined, 'camera.no-camera'),
  denied: textOf(undefined, 'camera.denied'),
  'in-use': textOf(undefined, 'camera.in-use'),
  lost: textOf(undefined, 'camera.lost'),
}
const lines: Table<Exclude<ConnectionState, 'connected'>> = {
  connecting: textOf('lost.connecting', undefined),
  reconnecting: textOf('lost.title', 'lost.reconnecting'),
  refused: textOf('lost.refused', 'lost.refusedTodo'),
}
const tests: Table<Extract<ConnectionTest, { ok: false }>['cause']> = connectionSentences
const note = (kind: NoteKind): Sentences => textOf(undefined, `note.${kind}`)
const notes: Table<NoteKind> = {
  'scan-now': note('scan-now'),
  'no-amount': note('no-amount'),
  'code-held': note('code-held'),
  'code-dropped': note('code-dropped'),
  'confirm-first': note('confirm-first'),
  busy: note('busy'),
  'busy-cancelling': note('busy-cancelling'),
  'same-code': note('same-code'),
  'other-wallet': note('other-wallet'),
  badge: note('badge'),
  'unknown-scan': note('unknown-scan'),
  'broken-scan': note('broken-scan'),
  'amount-full': note('amount-full'),
  'close-panel': note('close-panel'),
  'till-lost': note('till-lost'),
  'not-open': note('not-open'),
  'nothing-to-print': note('nothing-to-print'),
  printing: note('printing'),
  printed: note('printed'),
  'not-allowed': note('not-allowed'),
}

export interface SpokenGroup {
  readonly title: string
  readonly about: string
  readonly spoken: readonly Spoken[]
}
export const namedGroups: readonly SpokenGroup[] = [
  { title: 'A charge that was not taken', about: 'The scan has started nothing.', spoken: spoken(chargeRefusals) },
  { title: 'A refund that was not started', about: 'No money goes back.', spoken: spoken(refundRefusals) },
  {
    title: 'Something with the drawer that was not done',
    about: 'On the page where it was asked for. Nothing is in the books.',
    spoken: spoken(cashRefusals),
  },
  {
    title: 'Contradictions',
    about: 'Stand on the right until somebody says that they were seen.',
    spoken: spoken(discrepancies),
  },
  { title: 'The till sells nothing', about: 'Fills the screen.', spoken: spoken(stopped) },
  {
    title: 'Why it has stopped itself',
    about: 'Stands below "Stopped: the till found something that must not be".',
    spoken: spoken(haltSentences),
  },
  { title: 'Faults of the journal', about: 'The detail below names the fault.', spoken: spoken(journal) },
  { title: 'The printer', about: 'A sale stays what it is.', spoken: spoken(prints) },
  { title: 'The gateway', about: 'In the head of the screen.', spoken: spoken(gateway, ['online']) },
  { title: 'Scanners', about: 'In the head of the screen.', spoken: spoken(scanners, ['open']) },
  { title: 'The camera', about: 'In its own page.', spoken: spoken(camera, ['starting']) },
  {
    title: 'No line to the till program',
    about: 'Stands over everything.',
    spoken: spoken(lines, ['connecting']),
  },
  {
    title: 'Remarks',
    about: 'About the last key or scan, for eight seconds.',
    spoken: spoken(notes, ['printing', 'printed']),
  },
  { title: 'The test of the connection', about: 'In the settings.', spoken: spoken(tests) },
]
