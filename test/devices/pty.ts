import { spawn } from 'node:child_process'
import { constants, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '../faults/machine.ts'

/** A cable: a terminal of the kernel at one end, a device on a TCP port of this machine at the other. */
export interface Cable {
  /** What a till opens, in the place of `/dev/ttyUSB0` or `/dev/usb/lp0`. */
  readonly path: string
  /** What is written goes nowhere from now on, and soon no more is taken. */
  readonly freeze: () => void
  /** Pulls it out: whoever has it open is told so by the kernel, and the path is gone. */
  readonly pull: () => Promise<void>
}

/** Why there can be no cable here; undefined when there can. */
export const noCable = (): string | undefined =>
  process.platform === 'linux' && needs('socat', 'socat') !== undefined
    ? undefined
    : 'a cable is a pseudo terminal of Linux with socat, which is not there and cannot be installed'

/** Plugs a cable into the device that listens on this port of 127.0.0.1. */
export const cableTo = async (port: number): Promise<Cable> => {
  const folder = mkdtempSync(join(tmpdir(), 'spot-till-cable-'))
  const path = join(folder, 'line')
  const socat = spawn(
    needs('socat', 'socat') ?? 'socat',
    ['-t0', `PTY,link=${path},raw,echo=0`, `TCP:127.0.0.1:${port}`],
    { stdio: 'ignore' },
  )
  const over = new Promise<void>((resolve) => socat.once('exit', () => resolve()))
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 5))
  // A terminal that nobody has open is gone for socat; a cable stays when the till closes its end.
  const held = await open(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK)
  let isPulled = false
  return {
    path,
    freeze: () => void socat.kill('SIGSTOP'),
    pull: async () => {
      if (isPulled) return
      isPulled = true
      socat.kill('SIGKILL')
      await over
      await held.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
