import type { SettingsView } from '../main/contract.ts'
import type { Secrets } from '../main/ports.ts'
import { createLetterFinder } from '../main/receipts/drawing.node.ts'
import { lostLetters } from '../main/receipts/lost-letters.ts'
import type { Settings } from '../main/settings.ts'
import { keysView } from './account.ts'
import { readDrawingParts } from './letters.ts'
import { keptSettings } from './settings-file.ts'

const loadFinder = async () => createLetterFinder(await readDrawingParts())

/** The settings of a file, as the screen shows them. */
export const settingsView = async (
  file: string,
  secretsFor: (settings: Settings) => Secrets,
): Promise<SettingsView> => {
  const { usable, written, faults } = await keptSettings(file)
  // Fonts that cannot be read are told of when something is printed.
  const letters = await lostLetters(usable, loadFinder).catch(() => '')
  return {
    settings: written,
    ...(faults.length === 0 ? {} : { faults }),
    ...(letters === '' ? {} : { lostOnPaper: letters }),
    ...(await keysView(secretsFor(usable))),
    file,
  }
}
