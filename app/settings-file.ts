import { copyFile, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, ok, type Result } from '../main/domain/result.ts'
import { salvageSettings, type SalvagedSettings } from '../main/salvaged-settings.ts'
import { parseSettings, type Settings, type SettingsFault } from '../main/settings.ts'

/** Reads the settings, or names every field that is wrong. A missing file is a training till with all defaults. */
export const readSettingsFile = async (file: string): Promise<Result<Settings, readonly SettingsFault[]>> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseSettings({})
    return err([{ field: '', message: `cannot be read: ${(error as Error).message}` }])
  }
  const value = parsedJson(text)
  return value.ok
    ? parseSettings(value.value)
    : err([{ field: '', message: `is not JSON: ${value.error}. Mend the file, or save the settings anew` }])
}

/** An editor's byte order mark in front of the first brace is no fault of the shop's. */
const parsedJson = (text: string): Result<unknown, string> => {
  try {
    return ok(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch (error) {
    return err((error as Error).message)
  }
}

export interface KeptSettings extends SalvagedSettings {
  /** Every field of the file that is wrong; empty when the file is as it should be. */
  readonly faults: readonly SettingsFault[]
}

/** The settings of a file whatever is wrong with it: what is right stays, so that mending one field loses no other. */
export const keptSettings = async (file: string): Promise<KeptSettings> => {
  const read = await readSettingsFile(file)
  if (read.ok) return { faults: [], usable: read.value, written: read.value }
  const text = await readFile(file, 'utf8').catch(() => '')
  const value = parsedJson(text)
  return { faults: read.error, ...salvageSettings(value.ok ? value.value : {}) }
}

/** One sentence for a person: the file, and each field with what it wants. */
export const faultSentence = (file: string, faults: readonly SettingsFault[]): string =>
  `${file} ${faults.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')}`

/**
 * Writes the whole file and only then puts it in the old one's place, so that a power cut leaves one of the two.
 * A file that was refused is kept beside it as `settings.json.refused`.
 */
export const writeSettingsFile = async (file: string, settings: Settings): Promise<Result<void, string>> => {
  try {
    await mkdir(dirname(file), { recursive: true })
    // What could not be read is not written over: a technician may know better what it meant.
    const before = await readSettingsFile(file)
    if (!before.ok) await copyFile(file, `${file}.refused`)
    const made = await open(`${file}.new`, 'w', 0o644)
    await made.writeFile(`${JSON.stringify(settings, null, 2)}\n`)
    await made.sync()
    await made.close()
    await rename(`${file}.new`, file)
    return ok(undefined)
  } catch (error) {
    return err(`${file} cannot be written: ${(error as Error).message}`)
  }
}
