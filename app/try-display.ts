import { poleDialect } from '../drivers/display/dialects.ts'
import { writeView } from '../drivers/display/pole.ts'
import type { OpenLink } from '../drivers/links/link.ts'
import type { DisplayTryFault } from '../main/contract/devices.ts'
import type { Answer } from '../main/contract/answer.ts'
import type { CustomerView } from '../main/domain/customer-view.ts'
import { displayTryMinor } from '../main/domain/display-try.ts'
import { money } from '../main/domain/money.ts'
import type { Settings } from '../main/settings.ts'

/** How long somebody has to walk round the counter and read it, milliseconds. */
const shownMs = 20_000

/** Shows a sum on a pole display, and takes it away again: it is nobody's price. */
export type TryDisplay = (
  settings: Settings,
  line: OpenLink | undefined,
) => Promise<Answer<true, DisplayTryFault>>

/** `customers`: what the till shows its customer at that moment, when it has a display. */
export const createDisplayTry = (
  customers: () => CustomerView | undefined,
  restMs: number = shownMs,
): TryDisplay => {
  let resting: ReturnType<typeof setTimeout> | undefined
  return async (settings, line) => {
    const { display, language, shop, currency } = settings
    const { dialect: name, lamps } = display.pole
    if (line === undefined || name === 'none') return { ok: false, error: 'not-configured' }
    clearTimeout(resting)
    const dialect = poleDialect(name, { lamps })
    // Never in training: a display of digits shows nothing then, and this is no sale.
    const idle: CustomerView = { state: 'idle', language, mode: 'live', shop: shop.name }
    const tried: CustomerView = { ...idle, state: 'show-code', amount: money(displayTryMinor, currency) }
    const never = new AbortController().signal
    const written = await writeView(line, dialect, tried, never)
    if (!written.ok) return written
    resting = setTimeout(() => void writeView(line, dialect, customers() ?? idle, never), restMs)
    resting.unref()
    return { ok: true, value: true }
  }
}
