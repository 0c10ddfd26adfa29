import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { DataFolder } from './shop.ts'

/** Starts a program on these files, kills it once it has said more than `lines` lines, and returns the whole ones. */
export const killAfter = async (
  program: string,
  files: DataFolder,
  lines: number,
): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [program, files.file, files.witnessFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    said += text
    if (said.split('\n').length > lines) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return said.split('\n').slice(0, -1)
}
