import { useEffect, useEffectEvent, useState } from 'react'
import { displayTryMinor } from '../../main/domain/display-try.ts'
import { money } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay } from '../use-screen.tsx'
import { Choices, type Choice } from './Choices.tsx'
import {
  displayPort,
  poleFlowAtStart,
  stepPole,
  type Pole,
  type PoleEvent,
  type PoleFlow,
} from './display-flow.ts'
import { DisplayPorts } from './DisplayPorts.tsx'
import { isSamePlace } from './printer-places.ts'
import { useFoundPrinters } from './use-found-printers.ts'
import type { SettingsKept } from './use-settings.ts'

const portOf = (pole: Pole): string => displayPort(pole)?.path ?? ''

/** A display on a serial port: choose the port, look whether the sum stands there, say what stands there instead. */
export const DisplayPole = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { client } = useParts()
  const [flow, setFlow] = useState<PoleFlow>(poleFlowAtStart)
  const found = useFoundPrinters()
  const send = (event: PoleEvent): void => setFlow((before) => stepPole(before, event))
  const { currency } = kept.settings
  const amount = shownAmount(money(displayTryMinor, currency))

  const keep = (pole: Pole): void =>
    kept.keep(
      (settings) => ({ ...settings, display: { ...settings.display, pole } }),
      `${say('setup.display.pole')}: ${pole.line ?? say('settings.option.none')}`,
    )
  const show = useEffectEvent(async (pole: Pole): Promise<PoleEvent> => {
    const settings = { ...kept.settings, display: { ...kept.settings.display, pole } }
    const shown = await client.devices.tryDisplay({ settings })
    return shown.ok ? { type: 'shown' } : { type: 'failed', fault: shown.error }
  })
  /** What was saved last may have been the window beside it. */
  const isKept = ({ dialect, line, lamps }: Pole): boolean => {
    const { pole } = kept.settings.display
    return pole.dialect === dialect && pole.line === line && pole.lamps === lamps
  }
  const keepIt = useEffectEvent(keep)
  useEffect(() => {
    if (flow.at === 'right') return keepIt(flow.pole)
    if (flow.at !== 'showing') return undefined
    let wanted = true
    const tell = (event: PoleEvent): void => {
      if (wanted) setFlow((before) => stepPole(before, event))
    }
    show(flow.pole)
      .then(tell)
      .catch(() => tell({ type: 'failed', fault: 'lost' }))
    return () => {
      wanted = false
    }
  }, [flow])

  const ports =
    typeof found.printers === 'string' ? [] : found.printers.filter(({ kind }) => kind === 'serial')
  const elsewhere = ports.some(({ address }) => !flow.shown.some(({ line }) => isSamePlace(line, address)))
  const otherPort: Choice = {
    id: 'other-port',
    label: say('setup.display.otherPort'),
    onPress: () => send({ type: 'other-port' }),
  }
  const again: Choice = {
    id: 'again',
    label: say('setup.display.again'),
    onPress: () => send({ type: 'again' }),
  }
  const step = (): React.ReactNode => {
    switch (flow.at) {
      case 'choosing':
        return (
          <>
            <PoleNow
              pole={kept.settings.display.pole}
              onShow={(pole) => send({ type: 'chosen', pole })}
              onAway={() => keep({ dialect: 'none', lamps: true })}
            />
            {flow.because === 'nothing' && (
              <Message tone="caution" text={say('setup.printer.nothingCame')} testId="pole-nothing" />
            )}
            <p>{say('setup.display.poleLead', { amount })}</p>
            <DisplayPorts
              found={found}
              ports={ports}
              pole={kept.settings.display.pole}
              shown={flow.shown.map(portOf)}
              onChoose={(pole) => send({ type: 'chosen', pole })}
            />
          </>
        )
      case 'showing':
        return (
          <Message
            tone="waiting"
            text={say('setup.display.showing', { amount, port: portOf(flow.pole) })}
            testId="pole-showing"
          />
        )
      case 'failed':
        return (
          <>
            <Message
              tone="bad"
              headline={say(`setup.display.fault.${flow.fault}`)}
              text={say(`setup.display.faultTodo.${flow.fault}`)}
              testId="pole-fault"
            />
            <Choices testId="pole-failed" choices={[again, otherPort]} />
          </>
        )
      case 'asking':
        return (
          <>
            {flow.isFix && (
              <p role="status" data-testid="pole-fix">
                {say('setup.display.fixed', {
                  kind: say(`settings.option.${flow.pole.dialect}`),
                  baud: displayPort(flow.pole)?.baud ?? 0,
                })}
              </p>
            )}
            <h3 className="setup-ask">{say('setup.display.ask', { amount })}</h3>
            <Choices
              key={flow.shown.length}
              testId="pole-answer"
              choices={[
                { id: 'right', label: say('setup.display.yes'), onPress: () => send({ type: 'right' }) },
                ...(['nothing', 'nonsense', 'stray-letters'] as const).map((seen) => ({
                  id: seen,
                  label: say(`setup.display.seen.${seen}`),
                  onPress: () => send({ type: 'seen', seen, elsewhere }),
                })),
                again,
                otherPort,
              ]}
            />
          </>
        )
      case 'stuck':
        return (
          <>
            <Message
              tone="caution"
              headline={say('setup.display.stuck')}
              text={say('setup.display.stuckTodo')}
              testId="pole-stuck"
            />
            <Choices testId="pole-stuck-do" choices={[again, otherPort]} />
          </>
        )
      case 'right':
        return kept.keeping === 'saved' && isKept(flow.pole) ? (
          <>
            <Message tone="good" text={say('setup.display.poleDone')} testId="pole-done" />
            <Choices testId="pole-done-do" choices={[again, otherPort]} />
          </>
        ) : (
          (kept.keeping === 'failed' || kept.keeping === 'idle') && (
            <PanelButton testId="pole-save-again" onPress={() => keep(flow.pole)}>
              {say('setup.saveAgain')}
            </PanelButton>
          )
        )
    }
  }
  return (
    <section className="settings-test" aria-label={say('setup.display.pole')}>
      <h2>{say('setup.display.pole')}</h2>
      {step()}
    </section>
  )
}

interface PoleNowProps {
  readonly pole: Pole
  readonly onShow: (pole: Pole) => void
  readonly onAway: () => void
}

/** The one that is set, to be tried again or taken away. */
const PoleNow = ({ pole, onShow, onAway }: PoleNowProps) => {
  const say = useSay()
  const line = displayPort(pole)
  if (pole.dialect === 'none' || line === undefined) return null
  return (
    <>
      <p data-testid="pole-now">
        {say('setup.display.set', { port: line.path, baud: line.baud })} ·{' '}
        {say(`settings.option.${pole.dialect}`)}
      </p>
      <div className="setup-more">
        <PanelButton testId="pole-show-now" onPress={() => onShow(pole)}>
          {say('setup.display.again')}
        </PanelButton>
        <PanelButton kind="quiet" testId="pole-away" onPress={onAway}>
          {say('setup.display.takeAway')}
        </PanelButton>
      </div>
    </>
  )
}
