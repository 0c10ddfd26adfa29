import { Message } from '../panels/Message.tsx'
import { useSay } from '../use-screen.tsx'
import { Choices } from './Choices.tsx'
import type { PrinterEvent, PrinterFlow } from './printer-flow.ts'

interface Props {
  readonly flow: Extract<PrinterFlow, { at: 'telling' | 'stuck' }>
  readonly send: (event: PrinterEvent) => void
}

const asked = {
  letters: ['accents', 'chinese', 'nonsense'],
  other: ['too-narrow', 'cut-early', 'code-missing', 'nonsense', 'other'],
} as const

/** What exactly is wrong on the slip; and what a person can do when the till has no more to try. */
export const PrinterTelling = ({ flow, send }: Props) => {
  const say = useSay()
  if (flow.at === 'stuck') {
    const keepable = flow.seen !== 'nothing' && flow.seen !== 'nonsense'
    return (
      <>
        <div data-testid="printer-stuck" data-seen={flow.seen}>
          <Message
            tone="caution"
            headline={say('setup.printer.stuck')}
            text={say(`setup.printer.stuckTodo.${flow.seen}`)}
          />
        </div>
        <Choices
          testId="printer-stuck-do"
          choices={[
            { id: 'again', label: say('setup.printer.again'), onPress: () => send({ type: 'again' }) },
            {
              id: 'other',
              label: say('setup.printer.other'),
              onPress: () => send({ type: 'other-printer' }),
            },
            ...(keepable
              ? [{ id: 'keep', label: say('setup.printer.keepIt'), onPress: () => send({ type: 'right' }) }]
              : []),
          ]}
        />
      </>
    )
  }
  return (
    <>
      <h2 className="setup-ask">{say(`setup.printer.tell.${flow.about}`)}</h2>
      <Choices
        testId="printer-tell"
        choices={[
          ...asked[flow.about].map((seen) => ({
            id: seen,
            label: say(`setup.printer.seen.${seen}`),
            onPress: () => send({ type: 'seen', seen, elsewhere: false }),
          })),
          { id: 'back', label: say('setup.printer.seen.back'), onPress: () => send({ type: 'back' }) },
        ]}
      />
    </>
  )
}
