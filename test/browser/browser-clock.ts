/** The browser's wall clock, ms since 1970: keys that are sent to it are dated by it, and no test puts it forward. */
export const browserNow = (): number => performance.timeOrigin + performance.now()
