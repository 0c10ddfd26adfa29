import { programs } from '../../main/domain/command-words.ts'
import type { Secrets } from '../../main/ports.ts'
import type { runCommand } from '../cli/run.ts'
import { createSafeSecrets, protectedFolder } from './secrets.ts'
import { switchRefusal } from './shell.ts'
import type { UsedElectron } from './used.ts'

/**
 * The command that this start is for, with its options: `spot-till acknowledge --entry 7`. `undefined` for a start that
 * opens the window. A word that is no command is one all the same, so that a slip is answered and opens no till;
 * switches and paths, which desktops and installers hand over, are not.
 */
export const commandIn = (argv: readonly string[], defaultApp: boolean): readonly string[] | undefined => {
  // Electron that is not a built program names the folder of the program it runs.
  const words = argv.slice(defaultApp ? 2 : 1)
  return /^[a-z]+$/.test(words[0] ?? '') ? words : undefined
}

export interface CommandOptions {
  readonly electron: Pick<UsedElectron, 'app' | 'safeStorage'>
  readonly args: readonly string[]
  /** The command line. Loaded only now: a start that opens the window does not pay for it. */
  readonly load: () => Promise<{ readonly runCommand: typeof runCommand }>
  readonly platform: NodeJS.Platform
}

/** The system's key store opens when the app is ready; whatever needs no keys does not wait for that. */
const whenReady = ({ app }: Pick<UsedElectron, 'app'>, secrets: Secrets): Secrets => ({
  read: async (name) => {
    await app.whenReady()
    return secrets.read(name)
  },
  write: async (name, value) => {
    await app.whenReady()
    return secrets.write(name, value)
  },
})

const printed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.once('error', () => resolve()) // Whoever was to read it has gone.
    stream.write('', () => resolve())
  })

/**
 * Runs one command instead of the window, and ends with its exit code. It takes no part in there being one window per
 * user: two who want the same journal are kept apart by the journal itself.
 */
export const runElectronCommand = async ({
  electron,
  args,
  load,
  platform,
}: CommandOptions): Promise<void> => {
  let code = 1
  try {
    const refused = switchRefusal(electron.app)
    if (refused !== undefined) throw new Error(refused)
    const { runCommand } = await load()
    code = await runCommand(args, {
      program: programs.installed,
      secretsIn: (folder) =>
        whenReady(electron, createSafeSecrets(electron.safeStorage, protectedFolder(folder), platform)),
    })
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : String(fault))
  }
  await Promise.all([printed(process.stdout), printed(process.stderr)])
  electron.app.exit(code)
}
