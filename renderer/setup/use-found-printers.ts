import { useEffect, useState } from 'react'
import type { FoundPrinter } from '../../main/contract/devices.ts'
import { useParts } from '../use-screen.tsx'

export interface FoundPrinters {
  readonly printers: readonly FoundPrinter[] | 'searching' | 'failed'
  readonly lookAgain: () => void
}

/** What the till finds on its machine when the page opens, and whenever it is to look again. */
export const useFoundPrinters = (): FoundPrinters => {
  const { client } = useParts()
  const [nth, setNth] = useState(1)
  const [answered, setAnswered] = useState<{
    readonly nth: number
    readonly printers: readonly FoundPrinter[] | 'failed'
  }>()
  useEffect(() => {
    let wanted = true
    const answer = (printers: readonly FoundPrinter[] | 'failed'): void => {
      if (wanted) setAnswered({ nth, printers })
    }
    client.devices
      .findPrinters()
      .then(answer)
      .catch(() => answer('failed'))
    return () => {
      wanted = false
    }
  }, [client, nth])
  return {
    printers: answered?.nth === nth ? answered.printers : 'searching',
    lookAgain: () => setNth(nth + 1),
  }
}
