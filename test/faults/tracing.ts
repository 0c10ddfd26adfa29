import { spawnSync } from 'node:child_process'
import { needs } from './machine.ts'

const strace = process.platform === 'linux' ? needs('strace', 'strace') : undefined

/** Whether strace is there and may look into other processes, which some containers forbid. */
export const canTrace =
  strace !== undefined && spawnSync(strace, ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0
