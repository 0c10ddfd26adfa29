import { pageHost, pageOrigin, pageScheme } from './channels.ts'
import type { UsedSession } from './used.ts'

const isOurs = (address: string | undefined): boolean => {
  if (address === undefined || !URL.canParse(address)) return false
  // Not `origin`: for a scheme that it does not know, Node's URL says "null".
  const url = new URL(address)
  return url.protocol === `${pageScheme}:` && url.host === pageHost
}

/**
 * Grants the camera's picture to our own page and nothing else to anyone (security S05). Scanners are opened by the
 * main process, so that the page needs no HID, and there is no sound to record.
 */
export const guardSession = (session: UsedSession): void => {
  session.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    grant(
      permission === 'media' &&
        details.isMainFrame &&
        isOurs(details.requestingUrl) &&
        types.length > 0 &&
        types.every((type) => type === 'video'),
    )
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      permission === 'media' && details.isMainFrame && isOurs(origin) && details.mediaType === 'video',
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!isMadeByThePage(item.getURL())) event.preventDefault()
  })
  // The page talks to nobody: payment calls are made by the main process with a network stack of its own, and
  // everything else is in the program (security S42).
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }))
}

/** A closing or a report that the person asked for: the page has it already and only hands it to the system. */
const isMadeByThePage = (address: string): boolean => address.startsWith(`blob:${pageOrigin}/`)

/** Pictures made by the page (`blob:`, `data:`) are governed by the page's policy; documents of that kind never load. */
export const mayLoad = (address: string): boolean =>
  isOurs(address) || isMadeByThePage(address) || address.startsWith('data:image/')
