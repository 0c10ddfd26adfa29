import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot, needs } from '../faults/machine.ts'

/** A real CUPS of its own, on a socket in a folder, with one raw queue that leads to a printer on a TCP port. */
export interface Cupsd {
  /** What CUPS' commands take as the server. */
  readonly server: string
  readonly queue: string
  /** Numbers of the jobs that could still print. */
  readonly waiting: () => readonly string[]
  /** Stops the queue, as a person or an error does. */
  readonly pause: () => void
  readonly resume: () => void
  /** Ends the daemon; the queue is nobody's any more. */
  readonly stop: () => Promise<void>
}

/** Why there can be no CUPS here; undefined when there can. */
export const noCupsd = (): string | undefined => {
  if (process.platform !== 'linux' || !isRoot) return 'a CUPS of its own needs Linux and root'
  if (needs('cupsd', 'cups-daemon') === undefined) return 'there is no cupsd, and it cannot be installed'
  return needs('lp', 'cups-client') === undefined
    ? 'there is no lp, and cups-client cannot be installed'
    : undefined
}

/**
 * A backend as CUPS' own for USB: hands the job over, asks the printer how it is, and tells CUPS of paper and cover as it
 * hears of them. It never gives up by itself.
 */
const backend = (node: string): string => `#!${node}
const { connect } = require('node:net')
const { readFileSync } = require('node:fs')
if (process.argv.length < 3) { console.log('direct counter "counter" "counter"'); process.exit(0) }
const job = readFileSync(process.argv[7] ?? 0)
const port = Number(new URL(process.env.DEVICE_URI).port)
const told = new Set()
const tell = (reason, isSo) => {
  if (isSo === told.has(reason)) return
  if (isSo) told.add(reason); else told.delete(reason)
  process.stderr.write('STATE: ' + (isSo ? '+' : '-') + reason + '\\n')
}
const visit = () => {
  const socket = connect(port, '127.0.0.1')
  let isSent = false
  let question
  socket.on('connect', () => {
    tell('connecting-to-device', false)
    ask(4)
  })
  const ask = (number) => { question = number; socket.write(Buffer.from([0x10, 4, number])) }
  socket.on('data', (bytes) => {
    for (const byte of bytes) {
      if ((byte & 0x90) === 0) process.exit(0)
      if ((byte & 0x93) !== 0x12) continue
      if (question === 4) { tell('media-empty-error', (byte & 0x60) !== 0); ask(2) }
      else {
        tell('cover-open-error', (byte & 4) !== 0)
        if (!isSent && told.size === 0) { isSent = true; socket.write(job); socket.write(Buffer.from([0x1d, 0x72, 1])) }
        setTimeout(() => ask(4), 50)
      }
    }
  })
  socket.on('error', () => undefined)
  socket.on('close', () => { tell('connecting-to-device', true); setTimeout(visit, 100) })
}
visit()
`

const cupsdConf = (socket: string): string => `LogLevel warn
Listen ${socket}
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
`

export const startCupsd = async (port: number): Promise<Cupsd> => {
  // The daemon gives up its rights for some of its work, and must still get at its folder.
  const folder = mkdtempSync('/run/spot-till-cups-')
  const at = (name: string): string => join(folder, name)
  for (const name of ['bin/backend', 'etc', 'spool/tmp', 'cache', 'run', 'log'])
    mkdirSync(at(name), { recursive: true, mode: 0o755 })
  for (const name of readdirSync('/usr/lib/cups').filter((each) => each !== 'backend'))
    symlinkSync(join('/usr/lib/cups', name), at(`bin/${name}`))
  writeFileSync(at('bin/backend/counter'), backend(process.execPath), { mode: 0o700 })
  const socket = at('run/socket')
  writeFileSync(at('etc/cupsd.conf'), cupsdConf(socket))
  const places = {
    ServerRoot: at('etc'),
    ServerBin: at('bin'),
    RequestRoot: at('spool'),
    TempDir: at('spool/tmp'),
    CacheDir: at('cache'),
    StateDir: at('run'),
    AccessLog: at('log/access'),
    ErrorLog: at('log/error'),
    PageLog: at('log/page'),
    SystemGroup: 'root',
  }
  const lines = Object.entries(places).map(([name, value]) => `${name} ${value}\n`)
  writeFileSync(at('etc/cups-files.conf'), lines.join(''))
  const daemon = spawn(
    needs('cupsd', 'cups-daemon') ?? '',
    ['-f', '-c', at('etc/cupsd.conf'), '-s', at('etc/cups-files.conf')],
    { stdio: 'ignore' },
  )
  const over = new Promise<void>((resolve) => daemon.once('exit', () => resolve()))
  const tool = (name: string, ...args: readonly string[]): string => {
    const env = { ...process.env, CUPS_SERVER: socket, LC_ALL: 'C' }
    const ran = spawnSync(needs(name, 'cups-client') ?? name, [...args], { env, encoding: 'utf8' })
    if (ran.status !== 0) throw new Error(`${name} ${args.join(' ')}: ${ran.stderr}`)
    return ran.stdout
  }
  const isListening = (): boolean => existsSync(socket) && /is running/.test(tool('lpstat', '-r'))
  while (!isListening()) {
    if (daemon.exitCode !== null) throw new Error(`cupsd did not start: code ${daemon.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  tool('lpadmin', '-p', 'Receipts', '-E', '-v', `counter://127.0.0.1:${port}`, '-m', 'raw')
  let isOver = false
  return {
    server: socket,
    queue: 'Receipts',
    waiting: () =>
      [...tool('lpstat', '-W', 'not-completed', '-o', 'Receipts').matchAll(/^\S+/gm)].map(([id]) => id),
    pause: () => void tool('cupsdisable', 'Receipts'),
    resume: () => void tool('cupsenable', 'Receipts'),
    stop: async () => {
      if (isOver) return
      isOver = true
      daemon.kill('SIGTERM')
      await over
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
