import type { Language } from './sentences.ts'

/** How a technician calls the till's commands: as the installed program, and where only its sources are. */
export const programs = { installed: 'spot-till', checkout: 'npm run till --' } as const
export type ProgramWords = (typeof programs)[keyof typeof programs]

/**
 * A command for a reader of whom nobody knows which of the two he has: on the stop screen, which has room for little.
 */
export const commandWords = (command: string, language: Language): string =>
  language === 'en'
    ? `${programs.installed} ${command} (checkout: ${programs.checkout} …)`
    : `${programs.installed} ${command}（源码目录：${programs.checkout} …）`
