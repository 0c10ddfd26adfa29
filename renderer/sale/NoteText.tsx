import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { chargeRefusalSentences } from '../../main/domain/refusal-sentences.ts'
import type { Note } from '../sale-state.ts'
import { useLanguage, useSay } from '../use-screen.tsx'

const infos: readonly string[] = ['scan-now', 'printing', 'printed']
const bads: readonly string[] = ['till-lost', 'other-wallet', 'unknown-scan', 'broken-scan']

export const noteTone = (note: Note): 'info' | 'caution' | 'bad' => {
  if (note.type !== 'plain') return 'bad'
  return infos.includes(note.kind) ? 'info' : bads.includes(note.kind) ? 'bad' : 'caution'
}

const isPrintFault = (fault: string): fault is keyof typeof printFaultSentences =>
  Object.hasOwn(printFaultSentences, fault)

/** What a remark says, in the language chosen now. */
export const NoteText = ({ note }: { note: Note }) => {
  const say = useSay()
  const language = useLanguage()
  switch (note.type) {
    case 'plain':
      return <span>{say(`note.${note.kind}`, note.values)}</span>
    case 'charge-refused': {
      const { headline, todo } = chargeRefusalSentences[note.refusal][language]
      return <Two headline={headline} todo={todo} />
    }
    case 'print-failed': {
      if (!isPrintFault(note.fault)) return <span>{say('note.nothing-to-print')}</span>
      const { headline, todo } = printFaultSentences[note.fault][language]
      return <Two headline={headline} todo={todo} />
    }
  }
}

const Two = ({ headline, todo }: { headline: string; todo: string }) => (
  <span>
    {headline}
    <br />
    <small>{todo}</small>
  </span>
)
