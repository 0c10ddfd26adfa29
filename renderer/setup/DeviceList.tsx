import { IconCashRegister, IconDeviceTv, IconPrinter, IconScan } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { KeyChoice } from '../panels/KeyChoice.tsx'
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
      <div className="panel-choices setup-list">
        {setUpChoices.map(({ page, key }, index) => {
          const Icon = icons[page]
          const { name, values } = deviceState(page, kept.settings, scanners)
          return (
            <KeyChoice
              key={page}
              ref={index === 0 ? first : null}
              testId={`setup-open-${page}`}
              keyName={key}
              label={say(`setup.page.${page}`)}
              hint={<span data-testid={`setup-state-${page}`}>{say(`setup.state.${name}`, values)}</span>}
              mark={<Icon size={32} aria-hidden />}
              onPress={() => send({ type: 'open', panel: { type: 'setup', page } })}
            />
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
