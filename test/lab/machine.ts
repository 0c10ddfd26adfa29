import { spawn, spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { err, ok, type Result } from '../../main/domain/result.ts'
import { isRoot, needs } from '../faults/machine.ts'

/** What the lab's machine is made of. All of it comes from Debian, and none of it is installed but the emulator. */
export interface Parts {
  readonly qemu: string
  readonly busybox: string
  readonly kernel: Kernel
}

export interface Kernel {
  readonly version: string
  readonly image: string
  /** Modules of the devices, each behind those that it needs. */
  readonly modules: readonly string[]
}

/**
 * USB host and device in one (`dummy_hcd`), what a scanner and a printer are on the device's side (`usb_f_*`), and the
 * drivers of the machine that they are plugged into.
 */
const wanted = ['dummy_hcd', 'usb_f_hid', 'usb_f_printer', 'usbhid', 'hid-generic', 'usblp'] as const

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'spot-till', 'lab')

const output = (program: string, args: readonly string[], cwd?: string): string | undefined => {
  const ran = spawnSync(program, args, { cwd, encoding: 'utf8' })
  return ran.status === 0 ? ran.stdout : undefined
}

/** Asks again with new lists, where they may be fetched: those of a fresh machine are empty, those of an old one are old. */
const withNewLists = <T>(ask: () => T | undefined): T | undefined =>
  ask() ?? (isRoot && output('apt-get', ['-qq', 'update']) !== undefined ? ask() : undefined)

const debiansKernel = (): string | undefined =>
  /^ *Depends: (linux-image-\S+)$/m.exec(output('apt-cache', ['depends', 'linux-image-amd64']) ?? '')?.[1]

/** Those of `modules.dep` that are wanted, with what they need before them. */
const inOrder = (dependencies: string): readonly string[] | undefined => {
  const lines = new Map(
    dependencies.split('\n').map((line) => {
      const [file = '', needed = ''] = line.split(':')
      return [basename(file, '.ko'), [...needed.split(' ').filter(Boolean).toReversed(), file]]
    }),
  )
  const files = wanted.map((name) => lines.get(name))
  return files.includes(undefined) ? undefined : [...new Set(files.flatMap((found) => found ?? []))]
}

/** Fetches Debian's kernel and takes out of its package what the lab needs; kept for the next time. */
const fetchKernel = (packageName: string, busybox: string): string | undefined => {
  const work = `${cache}.${process.pid}`
  const [packed, whole, kept] = [join(work, 'packed'), join(work, 'whole'), join(work, 'kept')]
  const version = packageName.replace('linux-image-', '')
  try {
    for (const folder of [packed, whole, join(kept, 'modules')]) mkdirSync(folder, { recursive: true })
    console.log(`fetching Debian's ${packageName} into ${cache}`)
    if (withNewLists(() => output('apt-get', ['-qq', 'download', packageName], packed)) === undefined) {
      return `apt-get could not fetch ${packageName}`
    }
    const [file] = globSync('*.deb', { cwd: packed })
    if (file === undefined || output('dpkg', ['-x', join(packed, file), whole]) === undefined) {
      return `${packageName} could not be unpacked`
    }
    const folder = join(whole, 'lib/modules', version)
    if (output(busybox, ['depmod', '-b', whole, version]) === undefined) return 'depmod failed'
    const modules = inOrder(readFileSync(join(folder, 'modules.dep'), 'utf8'))
    if (modules === undefined) return `${packageName} has not all of the modules ${wanted.join(', ')}`
    cpSync(join(whole, 'boot', `vmlinuz-${version}`), join(kept, 'vmlinuz'))
    for (const [i, module] of modules.entries()) {
      const name = `${String(i).padStart(2, '0')}-${basename(module)}`
      cpSync(join(folder, module), join(kept, 'modules', name))
    }
    mkdirSync(cache, { recursive: true })
    renameSync(kept, join(cache, version))
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const kernelIn = (folder: string): Kernel => ({
  version: basename(folder),
  image: join(folder, 'vmlinuz'),
  modules: globSync('modules/*.ko', { cwd: folder })
    .toSorted()
    .map((module) => join(folder, module)),
})

/** Finds or fetches everything, or says why the lab cannot be run on this machine. */
export const gatherParts = (): Result<Parts, string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return err(`it needs Linux on x64; this is ${process.platform} on ${process.arch}`)
  }
  const qemu = needs('qemu-system-x86_64', 'qemu-system-x86')
  const busybox = needs('busybox', 'busybox-static')
  if (qemu === undefined || busybox === undefined) {
    const missing = qemu === undefined ? 'qemu-system-x86' : 'busybox-static'
    return err(
      isRoot
        ? `Debian's package ${missing} could not be installed; there is no apt-get here, or no network`
        : `Debian's package ${missing} is missing, and only root can install it`,
    )
  }
  // Debian has another busybox too, which finds no libraries in the guest.
  if (output('ldd', [busybox]) !== undefined) {
    return err(`${busybox} is not the static one: install Debian's busybox-static`)
  }
  const kept = globSync('*/vmlinuz', { cwd: cache }).toSorted().at(-1)
  if (kept !== undefined) return ok({ qemu, busybox, kernel: kernelIn(join(cache, kept, '..')) })
  const packageName = withNewLists(debiansKernel)
  if (packageName === undefined) return err('apt-cache knows no linux-image-amd64')
  const fault = fetchKernel(packageName, busybox)
  if (fault !== undefined) return err(fault)
  return ok({ qemu, busybox, kernel: kernelIn(join(cache, packageName.replace('linux-image-', ''))) })
}

export interface Run {
  readonly kernel: Kernel
  /** File of the initial RAM disk, which is all that the machine has. */
  readonly image: string
  /** Where the machine's console is written. */
  readonly consoleFile: string
  readonly onLine: (line: string) => void
  /** Switches the machine off. */
  readonly signal: AbortSignal
}

/**
 * Boots the machine and hears what it says on its second serial line, until it switches itself off or is.
 *
 * Its clock counts instructions (`-icount`): a busy host makes it slower, but never late by its own clock, and time in
 * which it only waits costs nothing. This holds because everything it has is in its memory.
 */
export const bootMachine = (qemu: string, run: Run): Promise<'ended' | 'switched-off'> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      qemu,
      [
        ['-machine', 'q35', '-m', '1024', '-nodefaults', '-nographic', '-no-reboot'],
        ['-icount', 'shift=0,sleep=off', '-rtc', 'base=2026-03-02T04:00:00,clock=vm'],
        ['-kernel', run.kernel.image, '-initrd', run.image],
        ['-append', 'console=ttyS0 quiet panic=-1'],
        ['-serial', `file:${run.consoleFile}`, '-serial', 'stdio'],
      ].flat(),
      { stdio: ['ignore', 'pipe', 'inherit'], signal: run.signal, killSignal: 'SIGKILL' },
    )
    createInterface({ input: child.stdout }).on('line', run.onLine)
    child.on('error', (fault) => {
      if (!run.signal.aborted) reject(fault)
    })
    child.on('close', () => resolve(run.signal.aborted ? 'switched-off' : 'ended'))
  })
