/** What a scanner reads while it is set up or tried: letters that keyboards disagree about, and nobody's secret. */
export const setUpCode = 'ST-SETUP-AQWZYM-1234567890'

/** Whether the set-up code was read, also with what a scanner sets before and behind it. */
export const isSetUpCode = (scanned: string): boolean => scanned.includes(setUpCode)
