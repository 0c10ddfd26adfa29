import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../app/system.ts'
import { instant } from '../../main/domain/time.ts'
import type { Clock } from '../../main/ports.ts'
import { needs } from '../faults/machine.ts'

/** Runs a program with another wall clock; its timers and its monotonic clock stay this machine's. */
const faketime = needs('faketime', 'faketime')
/** Why no other day can be had here, or undefined when it can. */
export const noOtherDay: string | undefined = faketime === undefined ? 'faketime is not installed' : undefined

export interface OtherDay {
  /** For the process whose clock it is. */
  readonly environment: Readonly<Record<string, string>>
  /** The same time, for this process. */
  readonly clock: Clock
  /** Sets both, UTC ms, while they run. */
  readonly set: (at: number) => void
}

/** A wall clock that begins at `at`, UTC ms, and goes on from there. */
export const openOtherDay = (at: number): OtherDay => {
  if (faketime === undefined) throw new Error(noOtherDay)
  const file = join(mkdtempSync(join(tmpdir(), 'spot-till-clock-')), 'clock')
  let offsetMs = 0
  const set = (wanted: number): void => {
    const seconds = Math.round((wanted - Date.now()) / 1000)
    offsetMs = seconds * 1000
    // The process reads it at every look at the clock, so it never finds half a line.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}s\n`)
    renameSync(`${file}.new`, file)
  }
  set(at)
  // The library goes straight to the process: with the program in between, a kill would reach that one only.
  const library = execFileSync(faketime, ['-f', '+0', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim()
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    clock: {
      ...systemClock,
      now: () => {
        const { at: real, mono } = systemClock.now()
        return { at: instant(real + offsetMs), mono }
      },
    },
    set,
  }
}
