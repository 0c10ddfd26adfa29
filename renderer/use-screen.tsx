import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { TillView } from '../main/contract.ts'
import type { Language, Sentences } from '../main/domain/sentences.ts'
import type { TillClient } from './connection.ts'
import { sayIn, type Say } from './i18n.ts'
import type { Scanning } from './scanning.dom.ts'
import { languageOf, type Screen, type ScreenState } from './screen.ts'

export interface Parts {
  readonly screen: Screen
  readonly client: TillClient
  readonly scanning: Scanning
}

const PartsContext = createContext<Parts | undefined>(undefined)

export const PartsProvider = ({ parts, children }: { parts: Parts; children: ReactNode }) => (
  <PartsContext value={parts}>{children}</PartsContext>
)

export const useParts = (): Parts => {
  const parts = use(PartsContext)
  if (parts === undefined) throw new Error('a component of the screen stands outside of it')
  return parts
}

export const useScreen = (): Screen => useParts().screen
export const useShown = <T,>(pick: (state: ScreenState) => T): T => useStore(useParts().screen.store, pick)

export const useLanguage = (): Language => useShown(languageOf)
/** The words of the language that is chosen now. */
export const useSay = (): Say => sayIn(useLanguage())
export const useSentence = (sentences: Sentences): Sentences[Language] => sentences[useLanguage()]

/** The till's view. Components that use it are only drawn once there is one. */
export const useView = (): TillView => {
  const view = useShown(({ sale }) => sale.view)
  if (view === undefined) throw new Error('a component was drawn before the till was heard')
  return view
}

/** The page's monotonic clock, read again every `everyMs`. */
export const useNow = (everyMs = 250): number => {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
