import type { CustomerView } from '../main/domain/customer-view.ts'
import type { Till } from '../main/till.ts'
import type { ScreenLine, ServedScreen } from './screen.ts'

/** All that is ever said to a customer's display: what the customer sees now, or that there is nothing to show. */
export interface DisplayMessage {
  readonly customer: CustomerView | null
}

/** How often the same is said again, milliseconds: a display that hears nothing for longer goes blank. */
export const displayEveryMs = 4000

export interface DisplayServer {
  readonly serve: (line: ScreenLine) => ServedScreen
  /** How many displays hear it now. */
  readonly open: () => number
}

/**
 * Serves displays that are turned to the customer. They hear the customer's view and nothing else, and whatever one of
 * them says ends its line: it can neither command nor ask (security S06, S27).
 */
export const createDisplayServer = (till: Pick<Till, 'view' | 'onNotice'>): DisplayServer => {
  let displays = 0
  const serve: DisplayServer['serve'] = (line) => {
    let isGone = false
    displays += 1
    let shown = ''
    const show = (customer: CustomerView | undefined, again = false): void => {
      const message = JSON.stringify({ customer: customer ?? null } satisfies DisplayMessage)
      if (message === shown && !again) return
      shown = message
      line.send(message)
    }
    const stop = till.onNotice((notice) => {
      if (notice.type === 'view') show(notice.view.customer)
    })
    show(till.view().customer)
    const again = setInterval(() => line.send(shown), displayEveryMs)
    const gone = (): void => {
      if (isGone) return
      isGone = true
      displays -= 1
      clearInterval(again)
      stop()
    }
    return {
      gone,
      hear: () => {
        gone()
        line.cut('a display says nothing')
      },
    }
  }
  return { serve, open: () => displays }
}
