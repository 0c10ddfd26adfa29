import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { parsePrinterAddress } from '../../drivers/printer/address.ts'
import type { FoundPrinter } from '../../main/contract/devices.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { Choices, type Choice } from './Choices.tsx'
import { poleAt, type Pole, type PoleDialect } from './display-flow.ts'
import { TypedPlace } from './TypedPlace.tsx'
import type { FoundPrinters } from './use-found-printers.ts'

interface Props {
  readonly found: FoundPrinters
  readonly ports: readonly FoundPrinter[]
  readonly pole: Pole
  /** Ports that something was sent to already. */
  readonly shown: readonly string[]
  readonly onChoose: (pole: Pole) => void
}

/** `/dev/ttyUSB1` or `COM4`, of what was typed. */
const portIn = (text: string): string | undefined => {
  const address = parsePrinterAddress(`serial:${text.trim().replace(/^serial:/i, '')}`)
  return address.ok && address.value.kind === 'serial' ? address.value.path : undefined
}

/** What kind of display it is, and the serial ports of this machine. */
export const DisplayPorts = ({ found, ports, pole, shown, onChoose }: Props) => {
  const say = useSay()
  const [dialect, setDialect] = useState<PoleDialect>(pole.dialect === 'led8' ? 'led8' : 'cd5220')
  const choose = (port: string): void => onChoose(poleAt(port, dialect))
  const choices = ports.flatMap(({ address, name }): readonly Choice[] => {
    const port = portIn(address)
    if (port === undefined) return []
    const hints = [name, shown.includes(port) ? say('setup.display.tried') : '']
    const hint = hints.filter((part) => part !== '').join(' · ')
    return [{ id: port, label: port, hint: hint === '' ? undefined : hint, onPress: () => choose(port) }]
  })
  return (
    <>
      <div className="setup-row">
        <span className="panel-label" id="pole-kind">
          {say('setup.display.kind')}
        </span>
        <SegmentedControl
          size="md"
          aria-labelledby="pole-kind"
          data-testid="pole-kind"
          value={dialect}
          onChange={(value) => setDialect(value === 'led8' ? 'led8' : 'cd5220')}
          data={[
            { value: 'cd5220', label: say('setup.display.kindLines') },
            { value: 'led8', label: say('setup.display.kindDigits') },
          ]}
        />
      </div>
      {found.printers === 'searching' && <Message tone="waiting" text={say('setup.display.searching')} />}
      {found.printers === 'failed' && <Message tone="bad" text={say('setup.display.searchFailed')} />}
      {typeof found.printers !== 'string' && choices.length === 0 && (
        <Message tone="caution" text={say('setup.display.noneFound')} testId="pole-none-found" />
      )}
      {choices.length > 0 && <Choices testId="pole-port" choices={choices} />}
      <TypedPort onPort={choose} />
      <div className="setup-more">
        <PanelButton
          kind="quiet"
          testId="pole-look-again"
          busy={found.printers === 'searching'}
          onPress={found.lookAgain}
        >
          {say('setup.display.lookAgain')}
        </PanelButton>
      </div>
    </>
  )
}

const TypedPort = ({ onPort }: { onPort: (port: string) => void }) => {
  const say = useSay()
  return (
    <TypedPlace
      label={say('setup.display.typed')}
      hint={say('setup.display.typedHint')}
      wrong={say('setup.display.typedWrong')}
      button={say('setup.display.tryIt')}
      inputTestId="pole-typed"
      buttonTestId="pole-try"
      onPlace={(text) => {
        const port = portIn(text)
        if (port !== undefined) onPort(port)
        return port !== undefined
      }}
    />
  )
}
