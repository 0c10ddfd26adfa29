import type { Lesson } from '../../drivers/scanner/learn.ts'
import { scannerSentences } from '../../main/domain/scanner-sentences.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useLanguage, useSay } from '../use-screen.tsx'
import { foundScanner } from './scanner-advice.ts'
import { isToMend, scannerSpeeds } from './scanner-learning.ts'

/** What a lesson found, in one sentence. */
export const useFoundSentence = (): ((lesson: Lesson) => string) => {
  const say = useSay()
  return (lesson) => {
    const found = foundScanner(lesson)
    switch (found.kind) {
      case 'hid':
        return say('setup.scanner.found.hid', { device: found.device })
      case 'serial':
        return say('setup.scanner.found.serial', {
          device: found.device,
          baud: found.baud,
          ending: say(`setup.scanner.ending.${found.ending}`),
        })
      case 'keyboard': {
        const values = { ms: found.ms, ending: say(`setup.scanner.ending.${found.ending}`) }
        return found.maker === undefined
          ? say('setup.scanner.found.keyboard', values)
          : say('setup.scanner.found.keyboardOf', { ...values, maker: found.maker })
      }
      case 'something':
        return say(`setup.scanner.found.something.${found.channel}`, { device: found.device ?? '' })
    }
  }
}

/** What else was found, each with what to do about it. */
export const Findings = ({
  lesson,
  told = () => true,
}: {
  lesson: Lesson
  told?: (mend: boolean) => boolean
}) => {
  const language = useLanguage()
  return lesson.findings
    .filter(({ finding }) => told(isToMend(finding)))
    .map(({ finding, values }) => {
      const fill = (text: string): string =>
        text.replaceAll(/\{(\w+)\}/g, (_, gap: string) => values[gap] ?? '')
      const { headline, todo } = scannerSentences[finding][language]
      return isToMend(finding) ? (
        <Message
          key={finding}
          tone="caution"
          headline={fill(headline)}
          text={fill(todo)}
          testId={`scanner-finding-${finding}`}
        />
      ) : (
        <p key={finding} className="setup-finding selectable" data-testid={`scanner-finding-${finding}`}>
          <strong>{fill(headline)}</strong> {fill(todo)}
        </p>
      )
    })
}

interface Props {
  readonly lesson: Lesson
  readonly busy: boolean
  readonly onTake: () => void
  readonly onSpeed: (baud: number) => void
}

/** A scanner answered: what it is, what is to be mended of it, and the one key that sets it. */
export const ScannerFound = ({ lesson, busy, onTake, onSpeed }: Props) => {
  const say = useSay()
  const sentence = useFoundSentence()
  const isUsable = lesson.advice !== undefined
  const isNonsense = lesson.findings.some(({ finding }) => finding === 'wrong-baud')
  return (
    <section data-testid="scanner-found" data-channel={lesson.channel} data-usable={isUsable}>
      <div className="setup-take">
        <Message
          tone={isUsable ? 'good' : 'caution'}
          headline={sentence(lesson)}
          text={say(isUsable ? 'setup.scanner.usable' : 'setup.scanner.notUsable')}
          testId="scanner-sentence"
        />
        {isUsable && (
          <PanelButton testId="scanner-take" size="xl" autoFocus busy={busy} onPress={onTake}>
            {say('setup.scanner.take')}
          </PanelButton>
        )}
      </div>
      <Findings lesson={lesson} />
      {isNonsense && (
        <div className="setup-speeds" role="group" aria-label={say('setup.scanner.speed')}>
          {scannerSpeeds.map((baud) => (
            <PanelButton
              key={baud}
              kind="quiet"
              testId={`scanner-speed-${baud}`}
              onPress={() => onSpeed(baud)}
            >
              {String(baud)}
            </PanelButton>
          ))}
        </div>
      )}
    </section>
  )
}
