import {
  IconHelpCircle,
  IconLanguage,
  IconScan,
  IconSettings,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import icon from './icon.svg'
import { useSay, useScreen, useShown, useView } from './use-screen.tsx'

/** Which till this is, and whether its parts are well. */
export const Header = () => {
  const say = useSay()
  const { shortcut } = useScreen()
  const muted = useShown((state) => state.muted)
  const view = useView()
  const { gateway, scanners } = view
  // Without the USB library there are no scanners to be troubled about; the settings say what to install.
  const scannerText = scanners.some(({ state, id }) => state === 'cannot-open' && id !== 'hid')
    ? say('header.scannerTrouble')
    : scanners.some(({ state }) => state === 'open')
      ? say('header.scannerOpen', { count: scanners.filter(({ state }) => state === 'open').length })
      : scanners.some(({ state }) => state === 'lost')
        ? say('header.scannerLost')
        : say('header.scannerKeyboard')
  const gatewayText =
    gateway.state === 'online'
      ? say('header.online', { ms: Math.round(gateway.tookMs) })
      : say(gateway.state === 'offline' ? 'header.offline' : 'header.untried')
  return (
    <header className="frame-header">
      <img className="frame-logo" src={icon} alt="" />
      <div className="frame-shop">
        <div className="frame-shopName">{view.shop}</div>
        <div className="frame-shopTill" data-testid="till-name">
          {say('header.till')} {view.till}
        </div>
      </div>
      {view.signType === 'MD5' && (
        <div className="frame-fact frame-legacy" data-testid="md5" title={say('header.md5Hint')}>
          {say('header.md5')}
        </div>
      )}
      <div className="frame-fact" data-testid="scanner-state">
        <IconScan size={20} aria-label={say('header.scanner')} />
        {scannerText}
      </div>
      <div
        className="frame-fact"
        data-testid="gateway-state"
        data-state={gateway.state}
        title={gateway.state === 'offline' ? gateway.why : say('header.gateway')}
      >
        <span className="frame-dot" data-state={gateway.state} aria-hidden />
        {gatewayText}
      </div>
      <button
        type="button"
        className="frame-tool"
        data-testid="language-switch"
        title={say('header.languageHint')}
        onClick={() => shortcut('language')}
      >
        <IconLanguage size={22} aria-hidden />
        {say('header.language')}
      </button>
      <button
        type="button"
        className="frame-tool"
        data-testid="sound-switch"
        aria-pressed={!muted}
        aria-label={say(muted ? 'header.soundOff' : 'header.soundOn')}
        title={say(muted ? 'header.soundOff' : 'header.soundOn')}
        onClick={() => shortcut('sound')}
      >
        {muted ? <IconVolumeOff size={24} aria-hidden /> : <IconVolume size={24} aria-hidden />}
      </button>
      <button
        type="button"
        className="frame-tool"
        data-testid="help-button"
        aria-label={`${say('header.help')} (F1)`}
        title={`${say('header.help')} (F1)`}
        onClick={() => shortcut('help')}
      >
        <IconHelpCircle size={24} aria-hidden />
      </button>
      <button
        type="button"
        className="frame-tool"
        data-testid="settings-button"
        aria-label={`${say('header.settings')} (F9)`}
        title={`${say('header.settings')} (F9)`}
        onClick={() => shortcut('settings')}
      >
        <IconSettings size={24} aria-hidden />
      </button>
    </header>
  )
}
