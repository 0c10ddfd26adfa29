import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, ok, type Result } from '../main/domain/result.ts'
import { parseSettings, type Settings, type SettingsFault } from '../main/settings.ts'

/** Reads the settings, or names every field that is wrong. A missing file is a training till with all defaults. */
export const readSettingsFile = async (file: string): Promise<Result<Settings, readonly SettingsFault[]>> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseSettings({})
    return err([{ field: '', message: `${file} cannot be read: ${(error as Error).message}` }])
  }
  try {
    return parseSettings(JSON.parse(text))
  } catch (error) {
    return err([{ field: '', message: `${file} is not JSON: ${(error as Error).message}` }])
  }
}

/** Writes the whole file and only then puts it in the old one's place, so that a power cut leaves one of the two. */
export const writeSettingsFile = async (file: string, settings: Settings): Promise<Result<void, string>> => {
  try {
    await mkdir(dirname(file), { recursive: true })
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
