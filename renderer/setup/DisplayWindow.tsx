import { useEffect, useState } from 'react'
import type { CustomerPage } from '../../main/contract/devices.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { receiptPicture } from '../receipt-picture.ts'
import { useParts, useSay } from '../use-screen.tsx'
import type { SettingsKept } from './use-settings.ts'

/** Between two looks whether a display hears the till, milliseconds. */
const lookEveryMs = 2000

/** The customer's page: on or off, where it is opened, and whether it is open now. */
export const DisplayWindow = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const isOn = kept.settings.display.window === 'on'
  const turn = (window: 'on' | 'off'): void =>
    kept.keep(
      (settings) => ({ ...settings, display: { ...settings.display, window } }),
      `${say('setup.page.display')}: ${say(`settings.option.${window}`)}`,
    )
  return (
    <section className="settings-test" aria-label={say('setup.display.window')}>
      <h2>{say('setup.display.window')}</h2>
      <p>{say('setup.display.windowLead')}</p>
      <PanelButton
        kind={isOn ? 'quiet' : 'main'}
        testId={isOn ? 'display-turn-off' : 'display-turn-on'}
        busy={kept.keeping === 'saving'}
        onPress={() => turn(isOn ? 'off' : 'on')}
      >
        {say(isOn ? 'setup.display.turnOff' : 'setup.display.turnOn')}
      </PanelButton>
      {isOn && <OpenPages />}
    </section>
  )
}

const OpenPages = () => {
  const say = useSay()
  const { client } = useParts()
  const [page, setPage] = useState<CustomerPage | 'failed' | undefined>()
  useEffect(() => {
    let wanted = true
    let next: ReturnType<typeof setTimeout> | undefined
    const look = async (): Promise<void> => {
      const told = await client.devices.customerPage().catch(() => 'failed' as const)
      if (!wanted) return
      setPage(told)
      next = setTimeout(() => void look(), lookEveryMs)
    }
    void look()
    return () => {
      wanted = false
      clearTimeout(next)
    }
  }, [client])
  if (page === undefined) return null
  if (page === 'failed') return <Message tone="bad" text={say('setup.display.unknown')} />
  return (
    <div className="setup-customer">
      <div data-testid="display-open" data-count={page.open}>
        <Message
          tone={page.open > 0 ? 'good' : 'caution'}
          text={
            page.open > 0
              ? say('setup.display.open.some', { count: page.open })
              : say('setup.display.open.none')
          }
        />
      </div>
      {page.address === undefined ? (
        <p>{say('setup.display.byItself')}</p>
      ) : (
        <Address address={page.address} />
      )}
    </div>
  )
}

const Address = ({ address }: { address: string }) => {
  const say = useSay()
  const { client } = useParts()
  const [picture, setPicture] = useState<string | undefined>()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    let wanted = true
    client.devices
      .drawCode({ text: address })
      .then(({ qr }) => wanted && setPicture(receiptPicture({ svg: qr })))
      .catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [client, address])
  const { port } = new URL(address)
  return (
    <>
      <p>{say('setup.display.address')}</p>
      <p className="settings-read selectable" data-testid="display-address">
        {address}
      </p>
      <div className="setup-more">
        <PanelButton
          testId="display-here"
          onPress={() => window.open(address, '_blank', 'noopener,noreferrer')}
        >
          {say('setup.display.here')}
        </PanelButton>
        <PanelButton
          kind="quiet"
          testId="display-copy"
          onPress={() => {
            navigator.clipboard
              .writeText(address)
              .then(() => setIsCopied(true))
              .catch(() => setIsCopied(false))
          }}
        >
          {say(isCopied ? 'setup.display.copied' : 'setup.display.copy')}
        </PanelButton>
      </div>
      <div className="setup-tablet">
        {picture !== undefined && <img src={picture} alt={address} data-testid="display-code" />}
        <p>
          {say('setup.display.tablet', { command: `adb reverse tcp:${port} tcp:${port}` })}{' '}
          {say('setup.display.newToken')}
        </p>
      </div>
    </>
  )
}
