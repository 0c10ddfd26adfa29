import { useEffect, useEffectEvent } from 'react'
import type { ScannerHeard } from '../../main/domain/scanner-heard.ts'
import { useParts } from '../use-screen.tsx'

const againMs = 1000

/** Listens, for as long as a page stands, to what comes from scanners that are no keyboards. A lost line is taken up again. */
export const useScannersHeard = (
  choice: { readonly unknown: boolean; readonly baud: number } | undefined,
  onHeard: (heard: ScannerHeard) => void,
): void => {
  const { client } = useParts()
  const hear = useEffectEvent(onHeard)
  const isWanted = choice !== undefined
  const unknown = choice?.unknown ?? false
  const baud = choice?.baud ?? 9600
  useEffect(() => {
    if (!isWanted) return undefined
    const left = new AbortController()
    const { signal } = left
    let resting: ReturnType<typeof setTimeout> | undefined
    const listen = async (): Promise<void> => {
      try {
        const stream = await client.devices.listenToScanners({ unknown, baud }, { signal })
        for await (const heard of stream) {
          if (signal.aborted) return
          hear(heard)
        }
      } catch {
        // The page says by itself that the till is lost.
      }
      if (!signal.aborted) resting = setTimeout(() => void listen(), againMs)
    }
    void listen()
    return () => {
      clearTimeout(resting)
      left.abort()
    }
  }, [client, isWanted, unknown, baud])
}
