import { displayPath } from '../../renderer/socket-address.ts'

/** Every name that crosses a border of Electron, once. */

/** Page to main process: asks for a port. Carries nothing. */
export const connectChannel = 'till:connect'
/** Main process to preload: here is one. */
export const portChannel = 'till:port'
/** Preload to page, by window message. The page knows it as `portMessage` too (`renderer/line.ts`). */
export const portMessage = 'spot-till:port'

export const pageScheme = 'app'
export const pageHost = 'till'
export const pageOrigin = `${pageScheme}://${pageHost}`
/** The two documents that this program shows: the cashier's page, and the customer's. */
export const pageUrl = `${pageOrigin}/`
export const displayUrl = `${pageOrigin}${displayPath}`
