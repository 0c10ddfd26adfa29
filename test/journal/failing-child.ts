import { existsSync, writeSync } from 'node:fs'
import type { EntryBody } from '../../main/domain/entry.ts'
import { instant } from '../../main/domain/time.ts'
import { openJournal } from '../../main/journal/journal.node.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { changed, paid, requested, sending } from './sales.ts'

/**
 * A till that sells, at most so many times, until its journal fails. Then it tries to finish the sale in flight and
 * to begin another one, and says what it believes.
 */
const [file = '', witnessFile = '', reserve = '0', sales = '60'] = process.argv.slice(2)
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
      reserveBytes: Number(reserve),
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
const append = (...bodies: readonly EntryBody[]): void => {
  for (const { hash } of journal.append({ now, operator: 'child' }, ...bodies)) acknowledged.push(hash)
}

let inFlight = 1
tryTo(() => {
  for (let number = 1; number <= Number(sales); number += 1) {
    append(requested(sending(number)))
    inFlight = number
    append(changed(paid(number)), { kind: 'till-started', version: '', openQuestions: number })
    if (journal.fault() !== undefined) return
  }
})
const fault = journal.fault()?.kind
const finished = tryTo(() => append(changed({ ...paid(inFlight), attended: false })))
const begun = tryTo(() => append(requested(sending(99_000))))
const reserved = existsSync(`${file}.reserve`)
const report = { acknowledged, fault, finished, begun, reserved, head: journal.head().seq, repairs }
writeSync(1, `${JSON.stringify(report)}\n`)
tryTo(() => journal.close())
