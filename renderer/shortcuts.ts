import type { Act } from '../main/domain/rights.ts'

/** What the function keys do, once: for the keyboard, the hints on the sale screen and the help. */
export const shortcuts = {
  F1: 'help',
  F2: 'language',
  F3: 'query',
  F4: 'code',
  F5: 'camera',
  F6: 'refund',
  F7: 'drawer',
  F8: 'reprint',
  F9: 'settings',
  F10: 'cash',
  F11: 'sales',
  F12: 'lock',
} as const

export type ShortcutKey = keyof typeof shortcuts
export type Shortcut = (typeof shortcuts)[ShortcutKey]
export const shortcutKeys = Object.keys(shortcuts) as readonly ShortcutKey[]
/** What somebody must be allowed to do so that the key does anything. F10 leads to pages with rights of their own. */
export const actOf: Readonly<Partial<Record<Shortcut, Act>>> = {
  query: 'ask',
  code: 'sell',
  camera: 'sell',
  refund: 'refund',
  drawer: 'open-drawer',
  reprint: 'print',
  settings: 'read-settings',
  sales: 'look',
}
export const isShortcutKey = (key: string): key is ShortcutKey => Object.hasOwn(shortcuts, key)
