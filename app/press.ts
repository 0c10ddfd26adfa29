import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLineDrawer } from '../main/receipts/drawing.node.ts'
import { parseLogo } from '../main/receipts/logo.ts'
import { createPress, type Press } from '../main/receipts/press.ts'
import type { DrawLine } from '../main/receipts/raster.ts'
import { err, ok, type Result } from '../main/domain/result.ts'
import type { Log } from '../main/ports.ts'
import type { Settings, SettingsFault } from '../main/settings.ts'
import { readDrawingParts } from './letters.ts'

const readLogo = async (
  folder: string,
  { logo, columns }: Settings['printer'],
): Promise<Result<string | undefined, string>> => {
  if (logo === undefined) return ok(undefined)
  try {
    return parseLogo(await readFile(join(folder, logo)), columns)
  } catch {
    return err(`there is no file ${logo} that can be read in ${folder}; put it there, or leave the logo out`)
  }
}

/** What is wrong with the logo, for whoever sets it up. */
export const logoFaults = async (
  folder: string,
  { printer }: Settings,
): Promise<readonly SettingsFault[]> => {
  const logo = await readLogo(folder, printer)
  return logo.ok ? [] : [{ field: 'printer.logo', message: logo.error }]
}

/**
 * The press of a till whose files are in `folder`. A logo that has gone bad since it was set up is left out, and fonts that
 * cannot be read cost a receipt its foreign letters, not its printing; both are told in the log.
 */
export const pressFor = async (folder: string, { printer }: Settings, log: Log): Promise<Press> => {
  const logo = await readLogo(folder, printer)
  if (!logo.ok) log.warn('logo-left-out', { why: logo.error })
  let letters: Promise<DrawLine> | undefined
  const lettersOnce = (): Promise<DrawLine> => {
    letters ??= readDrawingParts().then(createLineDrawer)
    letters.catch((error: unknown) => {
      letters = undefined
      log.error('letters-missing', { why: (error as Error).message })
    })
    return letters
  }
  return createPress(printer, {
    letters: lettersOnce,
    ...(logo.ok && logo.value !== undefined ? { logo: logo.value } : {}),
  })
}
