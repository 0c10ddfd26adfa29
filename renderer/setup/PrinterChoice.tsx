import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { parsePrinterAddress, writePrinterAddress } from '../../drivers/printer/address.ts'
import type { FoundPrinter } from '../../main/contract/devices.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay } from '../use-screen.tsx'
import { Choices, type Choice } from './Choices.tsx'
import type { PrinterSettings } from './printer-fixes.ts'
import { isSamePlace, shortAddress } from './printer-places.ts'
import { TypedPlace } from './TypedPlace.tsx'
import type { FoundPrinters } from './use-found-printers.ts'

interface Props {
  readonly found: FoundPrinters
  /** As it is kept now. */
  readonly printer: PrinterSettings
  readonly because: 'nothing' | undefined
  readonly printed: readonly PrinterSettings[]
  readonly onChoose: (printer: PrinterSettings, look: boolean) => void
}

const narrow = 32
const usual = 42

/** What is on this machine, what stands in the settings, and an address of the network. */
export const PrinterChoice = ({ found, printer, because, printed, onChoose }: Props) => {
  const say = useSay()
  const [columns, setColumns] = useState(printer.columns)
  const choose = (address: string, look = false): void => onChoose({ ...printer, address, columns }, look)
  const { printers } = found

  const choiceOf = ({ kind, address, name }: FoundPrinter): Choice => {
    // A device says what it is; the name of a queue is what the shop has called it, and its device is the system's word.
    const isDevice = (kind === 'usb' || kind === 'serial') && name !== ''
    const short = shortAddress(address)
    const parts: string[] = [say(`setup.printer.kind.${kind}`)]
    if (isDevice) parts.unshift(short)
    if (isSamePlace(printer.address, address)) parts.push(say('setup.printer.now'))
    if (printed.some((one) => isSamePlace(one.address, address))) parts.push(say('setup.printer.tried'))
    return {
      id: address,
      label: isDevice ? name : short,
      hint: parts.join(' · '),
      // Its speed may be set already.
      onPress: () => choose(isSamePlace(printer.address, address) ? (printer.address ?? address) : address),
    }
  }
  const listed = typeof printers === 'string' ? [] : printers.map(choiceOf)
  const kept = printer.address
  const isListed = typeof printers !== 'string' && printers.some(({ address }) => isSamePlace(kept, address))
  const choices: readonly Choice[] =
    kept === undefined || isListed
      ? listed
      : [
          {
            id: 'now',
            label: shortAddress(kept),
            hint: say('setup.printer.now'),
            onPress: () => choose(kept),
          },
          ...listed,
        ]
  return (
    <>
      {because === 'nothing' && (
        <Message tone="caution" text={say('setup.printer.nothingCame')} testId="printer-nothing-came" />
      )}
      <p className="panel-lead">{say('setup.printer.lead')}</p>
      <div className="setup-row">
        <span className="panel-label" id="printer-paper">
          {say('setup.printer.paper')}
        </span>
        <SegmentedControl
          size="lg"
          aria-labelledby="printer-paper"
          data-testid="printer-paper"
          value={columns === narrow ? 'narrow' : 'usual'}
          onChange={(value) => setColumns(value === 'narrow' ? narrow : Math.max(printer.columns, usual))}
          data={[
            { value: 'usual', label: say('setup.printer.paper80') },
            { value: 'narrow', label: say('setup.printer.paper58') },
          ]}
        />
      </div>
      {printers === 'searching' && (
        <Message tone="waiting" text={say('setup.printer.searching')} testId="printer-searching" />
      )}
      {printers === 'failed' && <Message tone="bad" text={say('setup.printer.searchFailed')} />}
      {typeof printers !== 'string' && printers.length === 0 && (
        <Message tone="caution" text={say('setup.printer.noneFound')} testId="printer-none-found" />
      )}
      {printers !== 'searching' && choices.length > 0 && (
        <Choices key={choices.length} choices={choices} testId="printer-found" />
      )}
      <NetworkAddress onAddress={(address) => choose(address, true)} />
      <div className="setup-more">
        <PanelButton
          kind="quiet"
          testId="printer-look-again"
          busy={printers === 'searching'}
          onPress={found.lookAgain}
        >
          {say('setup.printer.lookAgain')}
        </PanelButton>
      </div>
    </>
  )
}

/** A till that knocks at every door of a network looks like a burglar: the address is typed. */
const NetworkAddress = ({ onAddress }: { onAddress: (address: string) => void }) => {
  const say = useSay()
  return (
    <TypedPlace
      label={say('setup.printer.network')}
      hint={say('setup.printer.networkHint')}
      wrong={say('setup.printer.networkWrong')}
      button={say('setup.printer.check')}
      inputTestId="printer-network"
      buttonTestId="printer-check"
      onPlace={(text) => {
        const address = parsePrinterAddress(text)
        if (address.ok) onAddress(writePrinterAddress(address.value))
        return address.ok
      }}
    />
  )
}
