import { writeSync } from 'node:fs'
import { instant } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { changed, paid, requested, sending } from './sales.ts'

/** A till that sells, at most 60 times, until its journal fails, and then says what it believes. */
const [file = '', witnessFile = ''] = process.argv.slice(2)
const now = { at: instant(1_795_000_000_000), mono: 0 }
const repairs: string[] = []
const acknowledged: string[] = []
const kindOf = (error: unknown): string => (error instanceof JournalFault ? error.kind : String(error))

const open = (): Journal => {
  try {
    return openJournal({
      file,
      witnessFile,
      till: 'child',
      mode: 'training',
      version: '0.1.0',
      installation: { digits: '123456789' },
      now,
      onRepair: ({ side, what }) => repairs.push(`${side} ${what}`),
    })
  } catch (error) {
    writeSync(1, `cannot open: ${kindOf(error)}\n`)
    process.exit(1)
  }
}
const journal = open()
const tryTo = (work: () => void): string => {
  try {
    work()
    return 'done'
  } catch (error) {
    return kindOf(error)
  }
}
tryTo(() => {
  for (let number = 1; number <= 60; number += 1) {
    for (const bodies of [
      [requested(sending(number))],
      [changed(paid(number)), requested(sending(1000 + number))],
    ]) {
      for (const { hash } of journal.append({ now, operator: 'child' }, ...bodies)) acknowledged.push(hash)
    }
  }
})
const fault = journal.fault()?.kind
const again = tryTo(() =>
  journal.append({ now, operator: 'child' }, { kind: 'till-started', version: '', openQuestions: 0 }),
)
if (again === 'done') acknowledged.push(journal.head().hash)
writeSync(1, `${JSON.stringify({ acknowledged, fault, again, head: journal.head().seq, repairs })}\n`)
tryTo(() => journal.close())
