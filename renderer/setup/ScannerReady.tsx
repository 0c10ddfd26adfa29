import type { Lesson } from '../../drivers/scanner/learn.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { ScannerCodes } from './ScannerCodes.tsx'
import { Findings, useFoundSentence } from './ScannerFound.tsx'

/** What came of scanning once more. */
export type Tried = 'right' | 'other'

interface Props {
  readonly lesson: Lesson
  readonly tried: Tried | undefined
  readonly onAgain: () => void
}

/** The till works with the scanner. Scanned once more, the code comes by the way of every sale. */
export const ScannerReady = ({ lesson, tried, onAgain }: Props) => {
  const say = useSay()
  const sentence = useFoundSentence()
  const { send } = useScreen()
  return (
    <section data-testid="scanner-ready" data-tried={tried ?? 'not-yet'}>
      <Message tone="good" headline={say('setup.scanner.ready')} text={sentence(lesson)} />
      <Findings lesson={lesson} told={(mend) => !mend} />
      <p className="panel-lead">{say('setup.scanner.once')}</p>
      <ScannerCodes />
      {tried !== undefined && (
        <Message
          tone={tried === 'right' ? 'good' : 'caution'}
          text={say(`setup.scanner.tried.${tried}`)}
          testId="scanner-tried"
        />
      )}
      <div className="setup-more">
        <PanelButton testId="scanner-done" autoFocus onPress={() => send({ type: 'close-panel' })}>
          {say('setup.scanner.toSale')}
        </PanelButton>
        <PanelButton
          kind="quiet"
          testId="scanner-test"
          onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'scanner-test' } })}
        >
          {say('setup.page.scanner-test')}
        </PanelButton>
        <PanelButton kind="quiet" testId="scanner-again" onPress={onAgain}>
          {say('setup.scanner.another')}
        </PanelButton>
      </div>
    </section>
  )
}
