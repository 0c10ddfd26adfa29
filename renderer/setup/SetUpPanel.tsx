import '../style/setup.css'
import { IconArrowLeft } from '@tabler/icons-react'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { PanelFrame } from '../panels/PanelFrame.tsx'
import { useSay, useScreen } from '../use-screen.tsx'
import { DeviceList } from './DeviceList.tsx'
import { DisplayPage } from './DisplayPage.tsx'
import { DrawerPage } from './DrawerPage.tsx'
import type { SetUpPage } from './pages.ts'
import { PrinterPage } from './PrinterPage.tsx'
import { ScannerPage } from './ScannerPage.tsx'
import { ScannerTestPage } from './ScannerTestPage.tsx'
import { useSettings, type SettingsKept } from './use-settings.ts'

/** Where devices are made to work, one page each. */
export const SetUpPanel = ({ page }: { page: SetUpPage }) => {
  const say = useSay()
  const kept = useSettings()
  return (
    <PanelFrame
      title={say(`setup.page.${page}`)}
      testId={`setup-${page}`}
      {...(page === 'devices' ? {} : { tools: <BackToDevices /> })}
    >
      {kept === 'failed' ? (
        <Message tone="bad" text={say('setup.failed')} testId="setup-failed" />
      ) : kept === undefined ? (
        <p>{say('settings.loading')}</p>
      ) : (
        <Page page={page} kept={kept} />
      )}
    </PanelFrame>
  )
}

const Page = ({ page, kept }: { page: SetUpPage; kept: SettingsKept }) => {
  switch (page) {
    case 'devices':
      return <DeviceList kept={kept} />
    case 'scanner':
      return <ScannerPage kept={kept} />
    case 'scanner-test':
      return <ScannerTestPage kept={kept} />
    case 'printer':
      return <PrinterPage kept={kept} />
    case 'drawer':
      return <DrawerPage kept={kept} />
    case 'display':
      return <DisplayPage kept={kept} />
  }
}

const BackToDevices = () => {
  const say = useSay()
  const { send } = useScreen()
  return (
    <PanelButton
      kind="quiet"
      testId="setup-back"
      onPress={() => send({ type: 'open', panel: { type: 'setup', page: 'devices' } })}
    >
      <IconArrowLeft size={20} aria-hidden />
      {say('setup.page.devices')}
    </PanelButton>
  )
}
