import { dirname, join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { runInNewContext } from 'node:vm'
import { build } from 'vite'
import { onTestFinished, vi } from 'vitest'
import type { UsedFrame } from '../../app/electron/used.ts'
import { connectTill } from '../../renderer/connection.ts'
import type { FramePost, StandIn, StandInContents } from './electron-stand-in.ts'

const root = dirname(dirname(import.meta.dirname))

/** The preload, built as `npm run build` builds it. */
export const builtPreload = async (): Promise<string> => {
  const built = await build({
    configFile: join(root, '.config/vite.config.ts'),
    mode: 'preload',
    logLevel: 'silent',
    build: { write: false },
  })
  const [bundle] = [built].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('the preload was not built')
  const codes = bundle.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []))
  if (codes.length !== 1) throw new Error('the preload must be one file: a sandboxed one can load no other')
  return codes.join('')
}

export interface Page {
  /** What the page's scripts see as `window`. */
  readonly window: EventTarget & Readonly<Record<string, unknown>>
  /** Modules that the preload asked for. */
  readonly required: readonly string[]
  /** Hands over what the main process posted to the frame, as Electron does. */
  readonly deliver: () => void
}

/**
 * A page with its preload, in a sandbox of its own as in Electron: the preload has `require` for `electron` alone, the
 * page has what `contextBridge` gave it.
 */
export const openPage = (
  preload: string,
  electron: StandIn,
  contents: StandInContents,
  frame: UsedFrame & { readonly posts: FramePost[] } = contents.mainFrame,
): Page => {
  const window = new EventTarget() as EventTarget & Record<string, unknown>
  const required: string[] = []
  const listeners = new Map<string, (event: { readonly ports: readonly MessagePort[] }) => void>()
  const kept: MessagePort[] = []
  onTestFinished(() => kept.forEach((port) => port.close()))

  const modules = {
    ipcRenderer: {
      on: (channel: string, listener: (event: { readonly ports: readonly MessagePort[] }) => void) =>
        listeners.set(channel, listener),
      send: (channel: string, ...given: unknown[]) => {
        electron.send(channel, { sender: contents, senderFrame: frame }, ...given)
        page.deliver()
      },
    },
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => {
        window[name] = value
      },
    },
  }
  const page: Page = {
    window,
    required,
    deliver: () => {
      for (const post of frame.posts.splice(0)) {
        kept.push(...post.ports)
        listeners.get(post.channel)?.({ ports: post.ports })
      }
    },
  }
  window['postMessage'] = (data: unknown, _target: string, ports: readonly MessagePort[]) => {
    const event = Object.assign(new Event('message'), { data, ports, source: window })
    queueMicrotask(() => window.dispatchEvent(event))
  }
  runInNewContext(preload, {
    window,
    require: (name: string) => {
      required.push(name)
      if (name !== 'electron') throw new Error(`module not found: ${name}`)
      return modules
    },
  })
  return page
}

/** Runs `renderer/connection.ts` in the page, with everything real but Electron and the window. */
export const connectPage = (page: Page): ReturnType<typeof connectTill> => {
  vi.stubGlobal('window', page.window)
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  return connectTill()
}
