import type { FileAnswer } from '../../main/contract/reconciliation.ts'
import { fileFaultSentence } from '../../main/domain/file-sentences.ts'
import type { FileDifference, FileFault } from '../../main/domain/reconciled.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import type { Tone } from '../payment-mark.ts'
import { useLanguage, useSay } from '../use-screen.tsx'
import { fileBytesMax, type TakenFile } from './use-taken-files.ts'

const shownFaults = 8

const toneOf = (answer: TakenFile['answer']): Tone => {
  if (answer === undefined) return 'waiting'
  if (answer === 'till-stopped' || answer === 'lost' || answer === 'too-large') return 'bad'
  switch (answer.result) {
    case 'kept':
      return 'good'
    case 'known-already':
      return 'neutral'
    case 'quarantined':
      return 'bad'
  }
}

/** What became of each file that was dropped or chosen. */
export const TakenFiles = ({ files }: { files: readonly TakenFile[] }) => {
  const say = useSay()
  return (
    <ul className="days-taken" aria-live="polite">
      {files.map(({ number, name, percent = 0, answer }) => (
        <li
          key={number}
          className="days-takenFile"
          data-tone={toneOf(answer)}
          data-testid="taken-file"
          data-result={typeof answer === 'object' ? answer.result : answer}
        >
          <ToneIcon tone={toneOf(answer)} size={22} />
          <div>
            <strong className="selectable">{name}</strong>
            {answer === undefined && <p>{say('days.taking', { percent })}</p>}
            {answer === 'too-large' && (
              <p>{say('days.tooLarge', { limit: Math.floor(fileBytesMax / 1_000_000) })}</p>
            )}
            {answer === 'till-stopped' && <p>{say('office.stopped')}</p>}
            {answer === 'lost' && <p>{say('days.taken.failed')}</p>}
            {typeof answer === 'object' && <Answered answer={answer} />}
          </div>
        </li>
      ))}
    </ul>
  )
}

const Answered = ({ answer }: { answer: FileAnswer }) => {
  const say = useSay()
  if (answer.result === 'known-already') return <p>{say('days.taken.known-already')}</p>
  if (answer.result === 'quarantined') {
    return (
      <>
        <p>{say('days.taken.quarantined')}</p>
        <Faults faults={answer.faults} />
      </>
    )
  }
  const { file, replaces } = answer
  return (
    <>
      <p>
        {say('days.taken.kept', {
          kind: say(`days.file.${file.fileKind}`),
          day: file.day,
          lines: file.lines,
        })}
      </p>
      {replaces !== undefined && <p>{say('days.taken.replaces', { before: replaces })}</p>}
      {file.difference !== undefined && <Difference difference={file.difference} />}
      {file.findingsInAll > 0 && (
        <details className="days-aside">
          <summary>{say('days.taken.findings', { count: file.findingsInAll })}</summary>
          <Faults faults={file.findings} inAll={file.findingsInAll} />
        </details>
      )}
    </>
  )
}

const lineTexts = { added: 'days.lineAdded', gone: 'days.lineGone', changed: 'days.lineChanged' } as const

const Difference = ({ difference }: { difference: FileDifference }) => {
  const say = useSay()
  const { added, gone, changed, lines } = difference
  return (
    <details className="days-aside" data-testid="file-difference">
      <summary>{say('days.taken.difference', { added, gone, changed })}</summary>
      <ul className="settings-list selectable">
        {lines.map(({ what, line, type, merchantRef, providerRef }) => (
          <li key={`${what} ${line}`}>
            {say(lineTexts[what], { line, of: [type, merchantRef || providerRef].join(' ') })}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What is wrong with a file, line by line, and what to do about it. */
export const Faults = ({
  faults,
  inAll = faults.length,
}: {
  faults: readonly FileFault[]
  inAll?: number
}) => {
  const say = useSay()
  const language = useLanguage()
  const shown = faults.slice(0, shownFaults)
  return (
    <ul className="settings-list selectable" data-testid="file-faults">
      {shown.map((fault) => {
        const { headline, todo } = fileFaultSentence(fault, language)
        const said =
          fault.line === undefined
            ? say('days.fault', { what: headline })
            : say('days.faultLine', { line: fault.line, what: headline })
        return (
          <li key={`${fault.line} ${fault.kind} ${fault.found}`}>
            <strong>{said}</strong> {todo}
          </li>
        )
      })}
      {inAll > shown.length && <li>{say('days.faultsMore', { count: inAll - shown.length })}</li>}
    </ul>
  )
}
