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
} as const

export type ShortcutKey = keyof typeof shortcuts
export type Shortcut = (typeof shortcuts)[ShortcutKey]
export const shortcutKeys = Object.keys(shortcuts) as readonly ShortcutKey[]
export const isShortcutKey = (key: string): key is ShortcutKey => Object.hasOwn(shortcuts, key)
