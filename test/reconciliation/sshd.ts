import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { isRoot, needs } from '../faults/machine.ts'

/** A real OpenSSH server on 127.0.0.1, as Alipay's looks from the shop: one user, one folder, SFTP and nothing else. */
export interface Sshd {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: string
  readonly password: string
  /** The host key's fingerprint as OpenSSH itself prints it. */
  readonly hostKey: string
  /** Puts a file where the user sees it as this path; folders are made. */
  readonly put: (path: string, content: string | Uint8Array) => void
  /** A file of so many bytes that takes no room on the disk. */
  readonly putHuge: (path: string, bytes: number) => void
  readonly remove: (path: string) => void
  /** Ends the server and its connections; the port answers no more. */
  readonly stop: () => Promise<void>
}

const quietly = (program: string, args: readonly string[], input?: string): string => {
  const ran = spawnSync(program, [...args], { encoding: 'utf8', ...(input === undefined ? {} : { input }) })
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr}`)
  return ran.stdout
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Why no server can be started here; undefined when one can. Users and a chroot are root's. */
export const noSshd = (): string | undefined => {
  if (process.platform !== 'linux' || !isRoot)
    return 'an OpenSSH server with a user of its own needs Linux and root'
  if (needs('sshd', 'openssh-server') === undefined)
    return 'there is no sshd, and openssh-server cannot be installed'
  return needs('useradd', 'passwd') === undefined ? 'there is no useradd' : undefined
}

let servers = 0

/** Starts a server with a host key, a port and a user of its own. Everything is gone after `stop`. */
export const startSshd = async (): Promise<Sshd> => {
  const sshd = needs('sshd', 'openssh-server') ?? ''
  const keygen = needs('ssh-keygen', 'openssh-client') ?? ''
  servers += 1
  const user = `till${process.pid}x${servers}`
  const password = `secret-${user}`
  // A chroot wants root's folders all the way up, and everybody may write to /tmp.
  const folder = mkdtempSync('/run/spot-till-sshd-')
  chmodSync(folder, 0o755)
  const root = join(folder, 'root')
  mkdirSync(root, { mode: 0o755 })
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  quietly(needs('useradd', 'passwd') ?? '', [
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    '/bin/sh',
    user,
  ])
  const forget = (): void => {
    spawnSync(needs('userdel', 'passwd') ?? '', ['--force', user])
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    quietly(needs('chpasswd', 'passwd') ?? '', [], `${user}:${password}\n`)
    const key = join(folder, 'host-key')
    quietly(keygen, ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const hostKey = quietly(keygen, ['-l', '-E', 'sha256', '-f', `${key}.pub`]).split(' ')[1] ?? ''
    const port = await freePort()
    const config = join(folder, 'sshd_config')
    writeFileSync(
      config,
      [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${key}`,
        `PidFile ${join(folder, 'pid')}`,
        'UsePAM no',
        'PasswordAuthentication yes',
        'KbdInteractiveAuthentication no',
        'PubkeyAuthentication no',
        `AllowUsers ${user}`,
        `ChrootDirectory ${root}`,
        'Subsystem sftp internal-sftp',
        'ForceCommand internal-sftp',
        'AllowTcpForwarding no',
        'MaxStartups 100',
        '',
      ].join('\n'),
    )
    const server = spawn(sshd, ['-D', '-e', '-f', config], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    let said = ''
    server.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
    let isOver = false
    const over = new Promise<void>((resolve) => {
      server.once('exit', () => {
        isOver = true
        resolve()
      })
    })
    while (!(await answers(port))) {
      if (isOver) throw new Error(`sshd did not start: ${said}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return {
      host: '127.0.0.1',
      port,
      user,
      password,
      hostKey,
      put: (path, content) => {
        const place = join(root, path)
        mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
        writeFileSync(place, content, { mode: 0o644 })
      },
      putHuge: (path, bytes) => {
        const place = join(root, path)
        mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
        writeFileSync(place, '', { mode: 0o644 })
        truncateSync(place, bytes)
      },
      remove: (path) => rmSync(join(root, path), { recursive: true, force: true }),
      stop: async () => {
        if (!isOver && server.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
        await over
        forget()
      },
    }
  } catch (error) {
    forget()
    throw error
  }
}

/** A line to the server that can be cut, or fall silent, after so many bytes have come through it. */
export interface Line {
  readonly port: number
  /** Bytes from the server after which the line is cut; `Infinity` for never. */
  cutAfter: number
  /** Bytes from the server after which nothing comes any more, and the line stays open. */
  silentAfter: number
  readonly close: () => Promise<void>
}

export const lineTo = async (port: number): Promise<Line> => {
  const sockets = new Set<Socket>()
  const line = { cutAfter: Number.POSITIVE_INFINITY, silentAfter: Number.POSITIVE_INFINITY }
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    let passed = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      passed += bytes.length
      if (passed > line.cutAfter) near.destroy()
      else if (passed <= line.silentAfter) near.write(bytes)
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return Object.assign(line, {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  })
}
