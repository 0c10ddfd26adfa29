import { printFaultSentences } from '../../main/domain/printer-sentences.ts'
import type { Language } from '../../main/domain/sentences.ts'
import { dataFolder } from '../data-folder.ts'
import { openLog } from '../log.ts'
import { printerPlaceFor } from '../printer-place.ts'
import { keptSettings } from '../settings-file.ts'
import { printTestSlip } from '../test-slip.ts'

const printed = {
  en: 'The test slip is printed. Hold it against what it says.',
  zh: '测试页已打印，请对照页上的说明检查。',
} as const

/** `doctor --print`: the slip, with the settings of the folder. It goes to the printer beside a till that is open. */
export const printTest = async (
  folderGiven: string | undefined,
): Promise<{ readonly ok: boolean; readonly detail: string }> => {
  const folder = dataFolder(folderGiven)
  const { usable } = await keptSettings(folder.settings)
  const language: Language = usable.language
  const answer = await printTestSlip(printerPlaceFor(usable), usable, folder, openLog(folder.log))
  if (answer.ok) return { ok: true, detail: printed[language] }
  const { headline, todo } = printFaultSentences[answer.error][language]
  return { ok: false, detail: `${headline}. ${todo}` }
}
