import type { MouseEvent } from 'react'
import {
  IconHelpCircle,
  IconLanguage,
  IconReportMoney,
  IconScan,
  IconSettings,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import icon from './icon.svg'
import { WhoIsHere } from './people/WhoIsHere.tsx'
import { mayDoHere } from './people/rights.ts'
import { isLocked } from './sale-state.ts'
import { officeTabsFor } from './office/rights.ts'
import { useSay, useScreen, useShown, useView } from './use-screen.tsx'

/** A click in the header leaves the keys where they are: the next Enter is the sale's and not a button's. */
const keepKeys = (event: MouseEvent): void => event.preventDefault()

/** Which till this is, and whether its parts are well. */
export const Header = () => {
  const say = useSay()
  const { shortcut, toggleSound } = useScreen()
  const muted = useShown((state) => state.muted)
  const view = useView()
  const { gateway, scanners } = view
  // Without the USB library there are no scanners to be troubled about; the settings say what to install.
  const trouble = scanners.some(({ state, id }) => state === 'cannot-open' && id !== 'hid')
  const open = scanners.filter(({ state }) => state === 'open').length
  const lost = scanners.some(({ state }) => state === 'lost')
  const scannerText = trouble
    ? say('header.scannerTrouble')
    : open > 0
      ? say('header.scannerOpen', { count: open })
      : say(lost ? 'header.scannerLost' : 'header.scannerKeyboard')
  const scannerTodo = trouble
    ? say('header.scannerTroubleTodo')
    : open === 0 && lost
      ? say('header.scannerLostTodo')
      : undefined
  const gatewayText =
    gateway.state === 'online'
      ? say('header.online', { ms: Math.round(gateway.tookMs) })
      : say(gateway.state === 'offline' ? 'header.offline' : 'header.untried')
  const gatewayHint =
    gateway.state === 'online'
      ? say('header.gateway')
      : gateway.state === 'offline'
        ? `${say('header.offlineTodo')} (${gateway.why})`
        : say('header.untriedTodo')
  return (
    <header className="frame-header" onMouseDown={keepKeys}>
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
      {view.clockWrongByMs !== undefined && (
        <div className="frame-fact frame-legacy" data-testid="clock-wrong" title={say('header.clockTodo')}>
          {say('header.clock', { minutes: Math.round(Math.abs(view.clockWrongByMs) / 60_000) })}
        </div>
      )}
      <div className="frame-fact" data-testid="scanner-state" title={scannerTodo}>
        <IconScan size={20} aria-label={say('header.scanner')} />
        {trouble || lost ? scannerText : <span className="frame-quiet">{scannerText}</span>}
      </div>
      <div className="frame-fact" data-testid="gateway-state" data-state={gateway.state} title={gatewayHint}>
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
        <IconLanguage className="frame-quiet" size={22} aria-hidden />
        {say('header.language')}
      </button>
      <button
        type="button"
        className="frame-tool"
        data-testid="sound-switch"
        aria-pressed={!muted}
        aria-label={say(muted ? 'header.soundOff' : 'header.soundOn')}
        title={say(muted ? 'header.soundOff' : 'header.soundOn')}
        onClick={toggleSound}
      >
        {muted ? <IconVolumeOff size={24} aria-hidden /> : <IconVolume size={24} aria-hidden />}
      </button>
      {!isLocked(view) && <HeaderTools />}
    </header>
  )
}

/** What is for whoever is signed in. */
const HeaderTools = () => {
  const say = useSay()
  const { shortcut } = useScreen()
  const { people } = useView()
  const maySet = mayDoHere(people, 'read-settings')
  return (
    <>
      <OfficeButton />
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
        title={maySet ? `${say('header.settings')} (F9)` : say('note.not-allowed')}
        disabled={!maySet}
        onClick={() => shortcut('settings')}
      >
        <IconSettings size={24} aria-hidden />
      </button>
      <WhoIsHere />
    </>
  )
}

/** The way to the office, for whom it is, with what waits there for a decision. */
const OfficeButton = () => {
  const say = useSay()
  const { send } = useScreen()
  const { people, reconciliation } = useView()
  if (officeTabsFor(people).length === 0) return null
  const { undecided = 0, lateFiles = 0 } = reconciliation ?? {}
  const waiting = undecided + lateFiles
  const name =
    waiting === 0
      ? say('header.office')
      : `${say('header.office')} ${waiting}: ${say('office.toDecide', { count: undecided, late: lateFiles })}`
  return (
    <button
      type="button"
      className="frame-tool"
      data-testid="office-button"
      aria-label={name}
      title={name}
      onClick={() => send({ type: 'open', panel: { type: 'office' } })}
    >
      <IconReportMoney size={24} aria-hidden />
      {waiting > 0 && <span className="frame-badge">{waiting}</span>}
    </button>
  )
}
