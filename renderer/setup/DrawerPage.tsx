import { useEffect, useEffectEvent, useState } from 'react'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { mayDoHere } from '../people/rights.ts'
import { useLanguage, useParts, useSay, useScreen, useView } from '../use-screen.tsx'
import { Choices, type Choice } from './Choices.tsx'
import { displayPort } from './display-flow.ts'
import {
  drawerFlowAtStart,
  stepDrawer,
  withDrawer,
  type DrawerEvent,
  type DrawerFlow,
  type DrawerWay,
} from './drawer-flow.ts'
import { DrawerLearned } from './DrawerLearned.tsx'
import type { SettingsKept } from './use-settings.ts'

/** Between two looks at a switch that is to change, milliseconds. */
const lookEveryMs = 700

/** How the drawer is opened, whether it opened, and what its switch says of it. */
export const DrawerPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { client } = useParts()
  const { people } = useView()
  const [flow, setFlow] = useState<DrawerFlow>(drawerFlowAtStart)
  const send = (event: DrawerEvent): void => setFlow((before) => stepDrawer(before, event))

  const open = useEffectEvent(async (way: DrawerWay): Promise<DrawerEvent> => {
    const opened = await client.devices.tryDrawer({ settings: withDrawer(kept.settings, way) })
    return opened.ok ? { type: 'opened' } : { type: 'failed', fault: opened.error }
  })
  const look = useEffectEvent(async (said: boolean): Promise<DrawerEvent> => {
    const level = await client.devices
      .drawerLevel({ settings: kept.settings })
      .catch(() => 'unknown' as const)
    return { type: 'level', level, said }
  })
  useEffect(() => {
    let wanted = true
    let next: ReturnType<typeof setTimeout> | undefined
    const tell = (event: DrawerEvent): void => {
      if (wanted) setFlow((before) => stepDrawer(before, event))
    }
    const follow = async (): Promise<void> => {
      tell(await look(false))
      if (wanted) next = setTimeout(() => void follow(), lookEveryMs)
    }
    if (flow.at === 'opening') {
      open(flow.way)
        .then(tell)
        .catch(() => tell({ type: 'failed', fault: 'lost' }))
    } else if (flow.at === 'reading') void look(false).then(tell)
    else if (flow.at === 'closing') void follow()
    return () => {
      wanted = false
      clearTimeout(next)
    }
  }, [flow])

  if (!mayDoHere(people, 'try-drawer')) {
    return (
      <Message
        tone="caution"
        headline={say('setup.drawer.notAllowed')}
        text={say('setup.drawer.notAllowedTodo')}
        testId="drawer-not-allowed"
      />
    )
  }
  const otherWay: Choice = {
    id: 'other-way',
    label: say('setup.drawer.otherWay'),
    onPress: () => send({ type: 'other-way' }),
  }
  const again: Choice = {
    id: 'again',
    label: say('setup.drawer.again'),
    onPress: () => send({ type: 'again' }),
  }
  switch (flow.at) {
    case 'choosing':
      return <Ways kept={kept} onWay={(way) => send({ type: 'chosen', way })} />
    case 'opening':
      return <Message tone="waiting" text={say('setup.drawer.opening')} testId="drawer-opening" />
    case 'failed':
      return (
        <>
          <FaultSaid fault={flow.fault} />
          <Choices testId="drawer-failed" choices={[again, otherWay]} />
        </>
      )
    case 'asking':
      return (
        <>
          <h2 className="setup-ask">{say('setup.drawer.ask')}</h2>
          <p className="panel-lead">{say(`setup.drawer.pin.${flow.way.pin}`)}</p>
          <Choices
            key={flow.way.pin}
            testId="drawer-answer"
            choices={[
              { id: 'yes', label: say('setup.drawer.yes'), onPress: () => send({ type: 'it-opened' }) },
              { id: 'no', label: say('setup.drawer.no'), onPress: () => send({ type: 'stayed-shut' }) },
              again,
              otherWay,
            ]}
          />
        </>
      )
    case 'stuck':
      return (
        <>
          <Message
            tone="caution"
            headline={say('setup.drawer.stuck')}
            text={say('setup.drawer.stuckTodo')}
            testId="drawer-stuck"
          />
          <Choices testId="drawer-stuck-do" choices={[again, otherWay]} />
        </>
      )
    case 'reading':
      return <Message tone="waiting" text={say('setup.drawer.reading')} />
    case 'closing':
      return (
        <>
          <div role="status" data-testid="drawer-close">
            <h2 className="setup-ask">{say('setup.drawer.close')}</h2>
            <p className="panel-lead">{say('setup.drawer.closeTodo')}</p>
          </div>
          <Choices
            testId="drawer-closing"
            choices={[
              {
                id: 'closed',
                label: say('setup.drawer.closed'),
                onPress: () => {
                  client.devices
                    .drawerLevel({ settings: kept.settings })
                    .catch(() => 'unknown' as const)
                    .then((level) => send({ type: 'level', level, said: true }))
                    .catch(() => undefined)
                },
              },
            ]}
          />
        </>
      )
    case 'learned':
      return <DrawerLearned kept={kept} flow={flow} onAnew={() => send({ type: 'other-way' })} />
  }
}

const Ways = ({ kept, onWay }: { kept: SettingsKept; onWay: (way: DrawerWay) => void }) => {
  const say = useSay()
  const { send } = useScreen()
  const { printer, display, cash } = kept.settings
  // A way that was learned once is the likeliest one.
  const pin = cash.drawer === 'none' ? 'pin-2' : cash.drawer
  const hasPrinter = printer.address !== undefined
  const hasDisplay = display.pole.dialect !== 'none' && displayPort(display.pole) !== undefined
  const ways: readonly Choice[] = [
    ...(hasPrinter
      ? [
          {
            id: 'printer',
            label: say('setup.drawer.way.printer'),
            hint: say('setup.drawer.way.printerHint'),
            onPress: () => onWay({ at: 'printer', pin }),
          },
        ]
      : []),
    ...(hasDisplay
      ? [
          {
            id: 'display',
            label: say('setup.drawer.way.display'),
            hint: say('setup.drawer.way.displayHint'),
            onPress: () => onWay({ at: 'display', pin }),
          },
        ]
      : []),
    { id: 'none', label: say('setup.drawer.way.none'), onPress: () => onWay({ at: 'none' }) },
  ]
  return (
    <>
      <p className="panel-lead">{say('setup.drawer.lead')}</p>
      {!hasPrinter && (
        <Message tone="caution" text={say('setup.drawer.needsPrinter')} testId="drawer-needs-printer" />
      )}
      <Choices testId="drawer-way" choices={ways} />
      {!hasPrinter && (
        <div className="setup-more">
          <PanelButton
            testId="drawer-to-printer"
            onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'printer' } })}
          >
            {say('setup.drawer.setPrinter')}
          </PanelButton>
        </div>
      )}
    </>
  )
}

const FaultSaid = ({ fault }: { fault: Extract<DrawerFlow, { at: 'failed' }>['fault'] }) => {
  const say = useSay()
  const language = useLanguage()
  const { headline, todo } =
    fault === 'lost'
      ? { headline: say('setup.drawer.lost'), todo: say('setup.drawer.lostTodo') }
      : fault === 'not-kept'
        ? { headline: say('setup.drawer.notKept'), todo: say('setup.drawer.notKeptTodo') }
        : fault === 'stayed-shut'
          ? { headline: say('setup.drawer.stuck'), todo: say('setup.drawer.stuckTodo') }
          : printFaultSentences[fault][language]
  return <Message tone="bad" headline={headline} text={todo} testId="drawer-fault" />
}
