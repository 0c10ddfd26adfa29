import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { Writable } from 'node:stream'
import SftpClient from 'ssh2-sftp-client'
import type { ServerFault } from '../../main/domain/reconciled.ts'
import { err, ok, type Result } from '../../main/domain/result.ts'
import type { ProviderServer, ProviderSession, RemoteFile } from '../../main/ports.ts'

export interface SftpOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  /** As OpenSSH prints it, `SHA256:…`. Without one the server's is told, and nothing is sent to it. */
  readonly hostKey?: string | undefined
  /** Asked for at every visit, and given to the server only after its key was found to be the right one. */
  readonly password: () => Promise<Result<string | undefined, string>>
  /** Until the server has answered, milliseconds. */
  readonly connectTimeoutMs?: number
  /** A server that says nothing for so long is gone, milliseconds. */
  readonly silenceMs?: number
}

/** The fingerprint of a host key as `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''
const says = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const connectFault = (error: unknown, place: string): ServerFault => {
  const text = says(error)
  if (/authentication/i.test(text)) return { kind: 'login-refused', detail: place }
  if (/timed? ?out|ETIMEDOUT/i.test(`${text} ${codeOf(error)}`)) return { kind: 'timed-out', detail: place }
  return { kind: 'unreachable', detail: `${place} (${text})` }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ERR_NOT_EXIST'].includes(codeOf(error)) || /no such file/i.test(says(error))

interface Collector {
  readonly stream: Writable
  readonly taken: () => Uint8Array
  readonly length: () => number
}
/** Takes bytes up to a number, and fails on the first one too many: a file may grow while it is read. */
const collector = (bytesMax: number): Collector => {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = new Writable({
    write: (chunk: Uint8Array, _encoding, next) => {
      length += chunk.length
      if (length > bytesMax) return next(new Error('longer than the server said'))
      chunks.push(chunk)
      next()
    },
  })
  return { stream, taken: () => Buffer.concat(chunks, length), length: () => length }
}

/** How long a server may take to say goodbye, milliseconds. */
const goodbyeMs = 1000

/** The provider's SFTP server (reconciliation 1.1, 2.2). Reads only, and believes no server but the pinned one. */
export const sftpServer = (options: SftpOptions): ProviderServer => {
  const { host, port, user, hostKey } = options
  const place = `${host}:${port}`
  const silenceMs = options.silenceMs ?? 30_000

  const open = async (
    client: SftpClient,
    sock: Socket,
    password: string,
    gone: Promise<string>,
  ): Promise<Result<void, ServerFault>> => {
    let shown = ''
    try {
      const opening = client.connect({
        sock,
        username: user,
        password,
        readyTimeout: options.connectTimeoutMs ?? 20_000,
        keepaliveInterval: Math.ceil(silenceMs / 3),
        keepaliveCountMax: 3,
        hostVerifier: (key: Buffer) => {
          shown = fingerprintOf(key)
          return shown === hostKey
        },
      })
      const cut = gone.then((why) => {
        throw new Error(why)
      })
      await Promise.race([opening, cut])
      return ok(undefined)
    } catch (error) {
      if (shown !== '' && shown !== hostKey) {
        return err({ kind: hostKey === undefined ? 'host-key-unknown' : 'host-key-changed', detail: shown })
      }
      return err(connectFault(error, place))
    }
  }

  return {
    connect: async (calledOff) => {
      // Whose key nobody has confirmed gets no password, and so none is needed to see the key.
      const password = hostKey === undefined ? ok('') : await options.password()
      if (!password.ok) return err({ kind: 'no-password', detail: password.error })
      if (password.value === undefined) return err({ kind: 'no-password', detail: '' })
      const sock = connect({ host, port })
      let why = 'closed'
      sock.on('error', (error) => (why = error.message))
      // Whatever ends a visit, this socket's end is how everybody learns of it.
      const gone = new Promise<string>((resolve) => sock.once('close', () => resolve(why)))
      const callOff = (): void => void sock.destroy()
      calledOff?.addEventListener('abort', callOff)
      if (calledOff?.aborted === true) callOff()
      const client = new SftpClient('till', {
        error: (error) => (why = says(error)),
        end: () => undefined,
        close: () => undefined,
      })
      const leave = async (): Promise<void> => {
        const timer = setTimeout(callOff, goodbyeMs)
        await Promise.race([client.end().catch(() => undefined), gone])
        clearTimeout(timer)
        callOff()
        calledOff?.removeEventListener('abort', callOff)
      }
      const opened = await open(client, sock, password.value, gone)
      if (!opened.ok) {
        await leave()
        return opened
      }

      /** The work, or that the line was cut: some calls of the client would wait for an answer for ever. */
      const guarded = async <T>(
        work: Promise<T>,
        otherwise: (error: unknown) => Result<T, ServerFault>,
      ): Promise<Result<T, ServerFault>> => {
        const done = work.then((value) => ok(value), otherwise)
        return Promise.race([done, gone.then((reason) => err(cut(reason)))])
      }
      const cut = (reason: string): ServerFault => ({ kind: 'broken-off', detail: `${place} (${reason})` })
      const broken = (what: string) => (error: unknown) =>
        err<ServerFault>({ kind: 'broken-off', detail: `${what} (${says(error)})` })

      const session: ProviderSession = {
        list: (folder) =>
          guarded(
            client
              .list(folder)
              .then((found) =>
                found.flatMap(({ type, name, size, modifyTime }): RemoteFile[] =>
                  type === '-'
                    ? [{ path: `${folder.replace(/\/+$/, '')}/${name}`, bytes: size, changedAt: modifyTime }]
                    : [],
                ),
              ),
            (error) =>
              isMissing(error) ? err({ kind: 'no-such-folder', detail: folder }) : broken(folder)(error),
          ),
        stat: (path) =>
          guarded<RemoteFile | undefined>(
            client
              .stat(path)
              .then(({ isFile, size, modifyTime }) =>
                isFile ? { path, bytes: size, changedAt: modifyTime } : undefined,
              ),
            (error) => (isMissing(error) ? ok(undefined) : broken(path)(error)),
          ),
        read: async ({ path, bytes }) => {
          const { stream, taken, length } = collector(bytes)
          const read = await guarded(client.get(path, stream), broken(path))
          if (!read.ok && length() <= bytes) return read
          return length() === bytes
            ? ok(taken())
            : err({ kind: 'size-differs', detail: `${path}, ${length()} / ${bytes}` })
        },
        close: leave,
      }
      return ok(session)
    },
  }
}
