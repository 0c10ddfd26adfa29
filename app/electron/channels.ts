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
/** The only document that this program ever shows. */
export const pageUrl = `${pageOrigin}/`
