import type { Mutant } from './mutants.ts'

/** Mistakes in what is kept, and in what is made of files that were lost or changed. */
export const mutantsOfDisk: readonly Mutant[] = [
  {
    name: 'lets an answer that was not kept count as one that was',
    row: 'F04',
    file: 'main/journal/journal.node.ts',
    family: 'failing',
    edits: [['return writeAgain(stamp, bodies, error)', 'return []']],
  },
  {
    name: 'goes on on a connection whose write failed',
    row: 'F30',
    file: 'main/journal/journal.node.ts',
    family: 'failing',
    edits: [
      [
        'if (found === undefined) throw stop(journalFaultOf(cause, options.file))\n      return found',
        'return found ?? []',
      ],
    ],
  },
  {
    name: 'sells on when the disk is full',
    row: 'F29',
    file: 'main/journal/journal.node.ts',
    family: 'failing',
    edits: [
      ["(!finishing || bodies.some(({ kind }) => kind === 'payment-requested'))", '!finishing'],
      ['fault: () => fault,', 'fault: () => (finishing ? undefined : fault),'],
    ],
  },
  {
    name: 'lets a second till open the journal',
    row: 'F35',
    file: 'main/journal/connection.node.ts',
    edits: [["['locking_mode', 'exclusive'],", "['locking_mode', 'normal'],"]],
  },
  {
    name: 'does not look whether the chain holds',
    row: 'F32',
    file: 'main/journal/chain.node.ts',
    family: 'harmed',
    edits: [
      ['if (flaw !== undefined) return flaw', ''],
      [
        'if (record.totals !== `{"entries":${totals.entries}${sumsText}`) {',
        'if (record.totals === undefined) {',
      ],
    ],
  },
  {
    name: 'does not take back from the witness what the journal lost',
    row: 'F33',
    file: 'main/journal/recovery.node.ts',
    family: 'harmed',
    edits: [['if (missing.length > 0) {', 'if (missing.length < 0) {']],
  },
  {
    name: 'does not hold the journal against the witness',
    row: 'F33',
    file: 'main/journal/recovery.node.ts',
    family: 'copied',
    edits: [
      [
        'if (witnessedHash !== undefined && witnessedHash !== record.hash) {',
        'if (record.hash === undefined) {',
      ],
    ],
  },
  {
    name: 'leaves the indexes as they were after a recovery',
    row: 'F33',
    file: 'main/journal/ledger.node.ts',
    family: 'harmed',
    edits: [
      ['if (!projector.isCurrent(entries.newest())) rebuildProjections(connection, entries, projector)', ''],
    ],
  },
  {
    name: 'writes without waiting for the disk, witness and all',
    row: 'F34',
    file: 'main/journal/connection.node.ts',
    family: 'failing',
    edits: [["['synchronous', 2],", "['synchronous', 0],"]],
  },
  {
    name: 'keeps in memory what it needs to take a write back',
    row: 'F07',
    file: 'main/journal/connection.node.ts',
    family: 'failing',
    edits: [["['journal_mode', 'truncate']", "['journal_mode', 'memory']"]],
  },
  {
    name: 'keeps its reserve when the disk is full',
    row: 'F29',
    file: 'main/journal/journal.node.ts',
    family: 'failing',
    edits: [['isOutOfSpace(cause) && reserve.release()', 'isOutOfSpace(cause) && reserve === undefined']],
  },
  {
    name: 'does not notice that its folder is an older copy',
    row: 'F33',
    file: 'main/identity.ts',
    family: 'copied',
    edits: [
      [
        "if (lastSeen !== undefined && lastSeen.entry > journal.head().seq) return 'older-copy'",
        'void lastSeen',
      ],
    ],
  },
  {
    name: 'makes the same ids on another machine',
    row: 'F35',
    file: 'main/identity.ts',
    family: 'copied',
    edits: [
      [
        "return entry.body.machine === machine ? undefined : 'other-machine'",
        "return entry.body.machine === '' ? 'other-machine' : undefined",
      ],
    ],
  },
  {
    name: 'goes on with its digits after an older copy came back',
    row: 'F35',
    file: 'main/identity.ts',
    family: 'copied',
    edits: [["why === 'first-start' ? journal.installation : chance.digits(9)", 'journal.installation']],
  },
]
