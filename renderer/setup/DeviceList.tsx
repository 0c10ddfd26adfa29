import { IconCashRegister, IconDeviceTv, IconPrinter, IconScan } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { deviceState } from './device-state.ts'
import { setUpChoices, type SetUpDevice } from './pages.ts'
import type { SettingsKept } from './use-settings.ts'

const icons: Readonly<Record<SetUpDevice, typeof IconScan>> = {
  scanner: IconScan,
  printer: IconPrinter,
  drawer: IconCashRegister,
  display: IconDeviceTv,
}

/** The devices of a counter, each with what is set of it now. */
export const DeviceList = ({ kept }: { kept: SettingsKept }) => {
  const say = useSay()
  const { send } = useScreen()
  const { scanners } = useView()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <>
      <p className="panel-lead">{say('setup.lead')}</p>
      <div className="setup-list">
        {setUpChoices.map(({ page, key }, index) => {
          const Icon = icons[page]
          const { name, values } = deviceState(page, kept.settings, scanners)
          return (
            <button
              key={page}
              ref={index === 0 ? first : null}
              type="button"
              className="setup-choice"
              data-testid={`setup-open-${page}`}
              aria-keyshortcuts={key}
              onClick={() => send({ type: 'open', panel: { type: 'setup', page } })}
            >
              <kbd aria-hidden>{key}</kbd>
              <Icon size={32} aria-hidden />
              <span>
                <strong>{say(`setup.page.${page}`)}</strong>
                <span data-testid={`setup-state-${page}`}>{say(`setup.state.${name}`, values)}</span>
              </span>
            </button>
          )
        })}
      </div>
      <div className="setup-more">
        <PanelButton
          kind="quiet"
          testId="setup-diagnosis"
          onPress={() => send({ type: 'open', panel: { type: 'diagnosis' } })}
        >
          {say('diagnosis.open')}
        </PanelButton>
      </div>
    </>
  )
}
