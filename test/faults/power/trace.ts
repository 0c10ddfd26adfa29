import { spawnSync } from 'node:child_process'
import { needs } from '../machine.ts'

/** Whether programs can be traced here: strace is there or can be installed, and the machine lets it. */
export const canTrace =
  process.platform === 'linux' &&
  needs('strace', 'strace') !== undefined &&
  spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'trace=none', 'true']).status === 0
