import '../style/diagnosis.css'
import { useEffect, useState } from 'react'
import type { Diagnosis, Finding } from '../../main/domain/diagnosis.ts'
import { causeSentence, checkNames } from '../../main/domain/diagnosis-sentences.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import type { Tone } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'
import { useLanguage, useParts, useSay } from '../use-screen.tsx'
import { lookThroughCamera } from './camera-look.dom.ts'

const tones: Readonly<Record<Finding['state'], Tone>> = {
  well: 'good',
  hint: 'caution',
  wrong: 'bad',
  waits: 'waiting',
  'not-looked': 'neutral',
}

/** What is to be done stands above what is well; the rest keeps the order in which it was looked at. */
const order: Readonly<Record<Finding['state'], number>> = {
  wrong: 0,
  hint: 1,
  waits: 2,
  'not-looked': 3,
  well: 4,
}

/** Looks at everything when it opens, and says what to mend first. */
export const DiagnosisPanel = () => {
  const say = useSay()
  const { client } = useParts()
  const [nth, setNth] = useState(1)
  const [answered, setAnswered] = useState<{ readonly nth: number; readonly answer: Diagnosis | 'failed' }>()
  useEffect(() => {
    let wanted = true
    const answer = (value: Diagnosis | 'failed'): void => {
      if (wanted) setAnswered({ nth, answer: value })
    }
    lookThroughCamera()
      .then((camera) => client.devices.diagnose(camera === undefined ? {} : { camera }))
      .then(answer)
      .catch(() => answer('failed'))
    return () => {
      wanted = false
    }
  }, [client, nth])
  const shown = answered?.nth === nth ? answered.answer : 'looking'
  return (
    <PanelFrame
      title={say('diagnosis.title')}
      testId="diagnosis"
      tools={
        <PanelButton
          testId="diagnosis-again"
          kind="quiet"
          busy={shown === 'looking'}
          onPress={() => setNth(nth + 1)}
        >
          {say('diagnosis.again')}
        </PanelButton>
      }
    >
      {shown === 'looking' && <Message tone="waiting" text={say('diagnosis.looking')} />}
      {shown === 'failed' && <Message tone="bad" text={say('diagnosis.failed')} testId="diagnosis-failed" />}
      {typeof shown === 'object' && <Findings diagnosis={shown} />}
    </PanelFrame>
  )
}

const Findings = ({ diagnosis: { findings, first } }: { diagnosis: Diagnosis }) => {
  const say = useSay()
  const language = useLanguage()
  const named = first && causeSentence(first, language)
  return (
    <>
      <div data-testid="diagnosis-first" data-cause={first?.cause ?? 'nothing'}>
        {named === undefined || first === undefined ? (
          <Message tone="good" text={say('diagnosis.nothing')} />
        ) : (
          <Message
            tone={tones[first.state]}
            headline={`${say(first.state === 'hint' ? 'diagnosis.hint' : 'diagnosis.first')}: ${named.headline}`}
            text={named.todo}
          />
        )}
      </div>
      <ul className="diagnosis-list">
        {findings
          .toSorted((a, b) => order[a.state] - order[b.state])
          .map((finding) => (
            <Row key={finding.check} finding={finding} isFirst={finding.check === first?.check} />
          ))}
      </ul>
    </>
  )
}

const Row = ({ finding, isFirst }: { finding: Finding; isFirst: boolean }) => {
  const say = useSay()
  const language = useLanguage()
  const { check, state, behind, detail } = finding
  const sentence = isFirst ? undefined : causeSentence(finding, language)
  const words =
    state === 'waits'
      ? say('diagnosis.waits', { name: checkNames[behind ?? check][language] })
      : state === 'not-looked'
        ? say('diagnosis.notLooked')
        : sentence && `${sentence.headline}. ${sentence.todo}`
  return (
    <li
      className="diagnosis-row"
      data-state={state}
      data-cause={finding.cause}
      data-testid={`diagnosis-${check}`}
    >
      <span className="diagnosis-mark" data-state={state}>
        <ToneIcon tone={tones[state]} size={20} />
      </span>
      <strong>{checkNames[check][language]}</strong>
      <span className="diagnosis-state">{say(`diagnosis.state.${state}`)}</span>
      <span className="diagnosis-words selectable">
        {words}
        {detail !== undefined && <span className="diagnosis-detail"> {detail}</span>}
      </span>
    </li>
  )
}
