import type { TillView } from '../../main/contract.ts'
import type { Settings } from '../../main/settings.ts'
import type { TextValues } from '../i18n.ts'
import type { TextKey } from '../texts/en.ts'
import type { SetUpDevice } from './pages.ts'

type StateName = Extract<TextKey, `setup.state.${string}`> extends `setup.state.${infer Rest}` ? Rest : never
export interface DeviceState {
  readonly name: StateName
  readonly values: TextValues
}
const state = (name: StateName, values: TextValues = {}): DeviceState => ({ name, values })

const scannerState = ({ scanners: set }: Settings, scanners: TillView['scanners']): DeviceState => {
  const open = scanners.filter((one) => one.state === 'open')
  if (open.length > 0) return state('scannerOpen', { names: open.map(({ name }) => name).join(', ') })
  const bad = scanners.find(({ state: now, id }) => now !== 'open' && id !== 'hid')
  if (bad !== undefined) return state('scannerBad', { name: bad.name })
  return set.wedge.gapMs === undefined
    ? state('scannerUnknown')
    : state('scannerTyped', { ms: set.wedge.gapMs })
}

/** What is set of a device now, in a few words. */
export const deviceState = (
  device: SetUpDevice,
  settings: Settings,
  scanners: TillView['scanners'],
): DeviceState => {
  const { printer, cash, drawer, display } = settings
  switch (device) {
    case 'scanner':
      return scannerState(settings, scanners)
    case 'printer':
      return printer.address === undefined
        ? state('printerNone')
        : state('printerSet', { address: printer.address })
    case 'drawer':
      if (cash.drawer === 'none') return state('drawerNone')
      return state(drawer.switch === 'none' ? 'drawerNoSwitch' : 'drawerSwitch')
    case 'display': {
      const window = display.window === 'on'
      const pole = display.pole.dialect !== 'none'
      return state(
        window && pole ? 'displayBoth' : window ? 'displayWindow' : pole ? 'displayPole' : 'displayNone',
      )
    }
  }
}
