import { canonicalJson } from './journal/canonical.ts'
import type { Settings } from './settings.ts'
import type { KeysInput } from './till-face.ts'

/** One text for exactly these settings and keys. What is left out is left out of it. */
export const settingsText = (settings: Settings, keys: KeysInput = {}): string =>
  canonicalJson(JSON.parse(JSON.stringify({ settings, keys })))
