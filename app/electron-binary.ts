import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const fetchLimitMs = 300_000

/** Electron's program in `node_modules`, or undefined when only its package is there. */
export const electronBinary = (root: string): string | undefined => {
  const folder = join(root, 'node_modules', 'electron')
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const named = join(folder, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8') : 'electron'
  const binary = override === undefined ? join(folder, 'dist', name) : join(override, name)
  return existsSync(binary) ? binary : undefined
}

/** Lets the package fetch its program. Says in words why it could not. */
export const fetchElectron = (root: string): Promise<{ readonly ok: boolean; readonly why: string }> =>
  new Promise((resolve) => {
    const script = join(root, 'node_modules', 'electron', 'install.js')
    if (!existsSync(script)) {
      resolve({ ok: false, why: 'its package is not installed' })
      return
    }
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] })
    let heard = ''
    child.stderr.on('data', (bytes: Buffer) => (heard += bytes.toString()))
    const limit = setTimeout(() => child.kill(), fetchLimitMs)
    child.on('close', (code) => {
      clearTimeout(limit)
      const why = heard.split('\n').find((line) => line.trim() !== '') ?? `its installer ended with ${code}`
      resolve({ ok: code === 0 && electronBinary(root) !== undefined, why: why.trim() })
    })
  })
