import type { Pages } from '../pages.ts'
import { pageHost, pageScheme } from './channels.ts'
import type { UsedElectron, UsedSession } from './used.ts'

/** To be called before the app is ready. `file:` is never used: its pages may read too much. */
export const registerPageScheme = (electron: Pick<UsedElectron, 'protocol'>): void =>
  electron.protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])

/** Serves the built screen as `app://till/`, with the same policy as the browser host. */
export const servePages = (session: UsedSession, pages: Pages): void =>
  session.protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url)
    if (url.host !== pageHost) return new Response(null, { status: 404 })
    const answer = await pages.answer(request.method, url.pathname)
    return new Response(request.method === 'HEAD' ? null : answer.body, {
      status: answer.status,
      headers: answer.headers,
    })
  })
