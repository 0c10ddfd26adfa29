import { useEffect, useEffectEvent, useState } from 'react'
import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import type { Settings } from '../../main/settings.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useLanguage, useNow, useParts, useSay, useScreen } from '../use-screen.tsx'
import { Choices } from './Choices.tsx'
import { KeptAtOnce } from './KeptAtOnce.tsx'
import { PrinterChoice } from './PrinterChoice.tsx'
import type { Fix } from './printer-fixes.ts'
import {
  printerFlowAtStart,
  stepPrinter,
  type PrinterEvent,
  type PrinterFlow,
  type TryFault,
} from './printer-flow.ts'
import { isSamePlace } from './printer-places.ts'
import { PrinterTelling } from './PrinterTelling.tsx'
import { useFoundPrinters } from './use-found-printers.ts'
import type { SettingsKept } from './use-settings.ts'

/** From an unknown printer to a right slip: choose one, look at the paper, say what is wrong. */
export const PrinterPage = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { client } = useParts()
  const [flow, setFlow] = useState<PrinterFlow>(printerFlowAtStart)
  const found = useFoundPrinters()
  const send = (event: PrinterEvent): void => setFlow((before) => stepPrinter(before, event))

  const ask = useEffectEvent(
    async (step: Extract<PrinterFlow, { at: 'printing' | 'checking' }>): Promise<PrinterEvent> => {
      const settings = { ...kept.settings, printer: step.printer }
      if (step.at === 'checking') {
        const look = await client.devices.lookAtPrinter({ settings })
        return look === 'well' || look === 'silent' ? { type: 'there' } : { type: 'failed', fault: look }
      }
      const printed = await client.devices.testPrint({ settings })
      return printed.ok ? { type: 'printed' } : { type: 'failed', fault: printed.error }
    },
  )
  useEffect(() => {
    if (flow.at !== 'printing' && flow.at !== 'checking') return undefined
    let wanted = true
    const tell = (event: PrinterEvent): void => {
      if (wanted) setFlow((before) => stepPrinter(before, event))
    }
    ask(flow)
      .then(tell)
      .catch(() => tell({ type: 'failed', fault: 'lost' }))
    return () => {
      wanted = false
    }
  }, [flow])

  const { printers } = found
  const elsewhere =
    typeof printers !== 'string' &&
    printers.some(({ address }) => !flow.printed.some((one) => isSamePlace(one.address, address)))
  if (flow.at === 'choosing') {
    return (
      <PrinterChoice
        found={found}
        printer={kept.settings.printer}
        because={flow.because}
        printed={flow.printed}
        onChoose={(printer, look) => send({ type: 'chosen', printer, look })}
      />
    )
  }
  const address = flow.printer.address ?? ''
  const otherPrinter = (
    <PanelButton kind="quiet" testId="printer-other" onPress={() => send({ type: 'other-printer' })}>
      {say('setup.printer.other')}
    </PanelButton>
  )
  switch (flow.at) {
    case 'checking':
    case 'printing':
      return (
        <>
          <FixSaid fix={'fix' in flow ? flow.fix : undefined} />
          <Working key={flow.printed.length} at={flow.at} address={address} />
          <div className="setup-more">{otherPrinter}</div>
        </>
      )
    case 'failed':
      return (
        <>
          <FaultSaid fault={flow.fault} />
          <Choices
            testId="printer-failed"
            choices={[
              { id: 'again', label: say('setup.printer.again'), onPress: () => send({ type: 'again' }) },
              {
                id: 'other',
                label: say('setup.printer.other'),
                onPress: () => send({ type: 'other-printer' }),
              },
            ]}
          />
        </>
      )
    case 'asking':
      return (
        <>
          <FixSaid fix={flow.fix} />
          <h2 className="setup-ask">{say('setup.printer.ask')}</h2>
          <p className="panel-lead">{say('setup.printer.askHint')}</p>
          <Choices
            key={flow.printed.length}
            testId="printer-answer"
            choices={[
              {
                id: 'right',
                label: say('setup.printer.answer.right'),
                onPress: () => send({ type: 'right' }),
              },
              ...(['nothing', 'letters', 'too-wide', 'not-cut', 'other'] as const).map((id) => ({
                id,
                label: say(`setup.printer.answer.${id}`),
                onPress: () =>
                  send(
                    id === 'letters' || id === 'other'
                      ? { type: 'tell', about: id }
                      : { type: 'seen', seen: id, elsewhere },
                  ),
              })),
            ]}
          />
          <div className="setup-more">
            <PanelButton kind="quiet" testId="printer-again" onPress={() => send({ type: 'again' })}>
              {say('setup.printer.again')}
            </PanelButton>
            {otherPrinter}
          </div>
        </>
      )
    case 'telling':
    case 'stuck':
      return <PrinterTelling key={flow.at} flow={flow} send={send} />
    case 'right':
      return <Done kept={kept} printer={flow.printer} other={otherPrinter} />
  }
}

const FixSaid = ({ fix }: { fix: Fix | undefined }) => {
  const say = useSay()
  if (fix === undefined) return null
  return (
    <p className="panel-lead" role="status" data-testid="printer-fix" data-fix={fix.name}>
      {say(`setup.printer.fix.${fix.name}`, fix.values)}
    </p>
  )
}

const slowSeconds = 8

const Working = ({ at, address }: { at: 'checking' | 'printing'; address: string }) => {
  const say = useSay()
  const now = useNow(500)
  const [startedMs] = useState(() => performance.now())
  const seconds = Math.max(0, Math.floor((now - startedMs) / 1000))
  return (
    <>
      <Message
        tone="waiting"
        text={say(`setup.printer.${at}`, { address, seconds })}
        testId={`printer-${at}`}
      />
      {seconds >= slowSeconds && <p className="panel-lead">{say('setup.printer.slow')}</p>}
    </>
  )
}

const FaultSaid = ({ fault }: { fault: TryFault }) => {
  const say = useSay()
  const language = useLanguage()
  const { headline, todo } =
    fault === 'lost'
      ? { headline: say('setup.printer.lost'), todo: say('setup.printer.lostTodo') }
      : printFaultSentences[fault][language]
  return <Message tone="bad" headline={headline} text={todo} testId="printer-fault" />
}

interface DoneProps {
  readonly kept: SettingsKept
  readonly printer: Settings['printer']
  readonly other: React.ReactNode
}

const Done = ({ kept, printer, other }: DoneProps) => {
  const say = useSay()
  const { send } = useScreen()
  const address = printer.address ?? ''
  return (
    <KeptAtOnce
      kept={kept}
      testId="printer"
      change={(settings) => ({ ...settings, printer })}
      shown={`${say('setup.page.printer')}: ${address}`}
    >
      <Message
        tone="good"
        headline={say('setup.printer.done')}
        text={say('setup.printer.doneAt', { address })}
        testId="printer-done"
      />
      <div className="setup-more">
        <PanelButton
          testId="printer-to-drawer"
          autoFocus
          onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'drawer' } })}
        >
          {say('setup.printer.drawerNext')}
        </PanelButton>
        {other}
      </div>
    </KeptAtOnce>
  )
}
