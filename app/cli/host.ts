import { programs, type ProgramWords } from '../../main/domain/command-words.ts'
import type { Secrets } from '../../main/ports.ts'

/** Where a command runs: what decides how it is called in sentences, and where keys are kept. */
export interface CommandHost {
  readonly program: ProgramWords
  /** The key store of a host that has one, for a data folder. Without one, secrets are files there. */
  readonly secretsIn?: (folder: string) => Secrets
}

export const checkout: CommandHost = { program: programs.checkout }
