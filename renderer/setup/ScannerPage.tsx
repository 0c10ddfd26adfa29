import { useEffect, useEffectEvent, useState } from 'react'
import { isSetUpCode } from '../../main/domain/set-up-code.ts'
import type { Lesson } from '../../drivers/scanner/learn.ts'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import { useParts, useSay } from '../use-screen.tsx'
import { KeepingState } from './KeepingState.tsx'
import { isSetSo, withAdvice } from './scanner-advice.ts'
import { ScannerCodes } from './ScannerCodes.tsx'
import { ScannerFound, useFoundSentence } from './ScannerFound.tsx'
import { learningAtStart, nothingAround, pullTyped, scannerSent, type Learning } from './scanner-learning.ts'
import { ScannerReady, type Tried } from './ScannerReady.tsx'
import { ScannerWaiting } from './ScannerWaiting.tsx'
import type { SettingsKept } from './use-settings.ts'
import { useScannersHeard } from './use-scanners-heard.ts'

/** "Plug and scan": a scanner reads the code on the screen, the till says what it is and sets itself after one key. */
export const ScannerPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const sentence = useFoundSentence()
  const { scanning } = useParts()
  const [learning, setLearning] = useState<Learning>(learningAtStart)
  const [around, setAround] = useState(nothingAround)
  const [baud, setBaud] = useState<number>(9600)
  /** What was taken by a key; set when the settings have it. */
  const [taken, setTaken] = useState<Lesson>()
  const [tried, setTried] = useState<Tried>()

  const lesson = learning.step === 'heard' ? learning.lesson : undefined
  const advice = lesson?.advice
  const isSet =
    advice !== undefined &&
    (taken === lesson
      ? kept.keeping === 'saved'
      : kept.keeping !== 'saving' && isSetSo(kept.settings, advice))
  const isAsked = kept.keeping === 'asked'
  const isLearning = !isSet && !isAsked && kept.keeping !== 'saving'

  const learn = (next: Learning): void => {
    setLearning(next)
    setTried(undefined)
  }
  const onPull = useEffectEvent((pull: Parameters<typeof pullTyped>[0]) =>
    learn(pullTyped(pull, around.keyboards)),
  )
  useEffect(() => (isLearning ? scanning.collect((pull) => onPull(pull)) : undefined), [scanning, isLearning])

  useScannersHeard(isLearning ? { unknown: true, baud } : undefined, (heard: ScannerHeard) => {
    if (heard.type === 'around') setAround(heard)
    const next = scannerSent(learning, heard)
    if (next !== learning) learn(next)
  })

  // No scan of this page is a sale's. A second person's proof takes the scans meanwhile, and gives them back.
  const onScan = useEffectEvent((text: string) => {
    if (isSet) setTried(isSetUpCode(text) ? 'right' : 'other')
  })
  useEffect(() => (isAsked ? undefined : scanning.divert((text) => onScan(text))), [scanning, isAsked])

  const take = (): void => {
    if (advice === undefined || lesson === undefined) return
    setTaken(lesson)
    kept.keep((settings) => withAdvice(settings, advice), `${say('setup.page.scanner')}: ${sentence(lesson)}`)
  }
  const changeSpeed = (next: number): void => {
    const own = kept.settings.scanners.serial.find(({ path }) => path === lesson?.device)
    setLearning(learningAtStart)
    if (own === undefined) return setBaud(next)
    return kept.keep(
      (settings) => withAdvice(settings, { serial: { path: own.path, baud: next, suffix: own.suffix } }),
      `${own.path}: ${next}`,
    )
  }
  const again = (): void => {
    setTaken(undefined)
    learn(learningAtStart)
  }

  return (
    <>
      {!isSet && (
        <>
          <p className="panel-lead">{say('setup.scanner.lead')}</p>
          <ScannerCodes />
        </>
      )}
      {lesson === undefined ? (
        <ScannerWaiting around={around} torn={learning.step === 'waiting' && learning.torn} />
      ) : isSet ? (
        <ScannerReady lesson={lesson} tried={tried} onAgain={again} />
      ) : (
        <ScannerFound lesson={lesson} busy={kept.keeping === 'saving'} onTake={take} onSpeed={changeSpeed} />
      )}
      {taken !== undefined && !isSet && <KeepingState kept={kept} />}
    </>
  )
}
