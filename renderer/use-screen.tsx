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

interface Answered<T> {
  readonly ask: (client: TillClient) => Promise<T>
  readonly answer: { readonly value: T } | 'failed'
}

/**
 * What the till answers to `ask`, asked again whenever its view changes; `undefined` until it has answered. `ask` is
 * to be kept (`useCallback`): another one is another question. An answer stays when the line breaks after it.
 */
export const useAnswer = <T,>(
  ask: (client: TillClient) => Promise<T>,
): { readonly value: T } | 'failed' | undefined => {
  const { client, screen } = useParts()
  const [answered, setAnswered] = useState<Answered<T> | undefined>()
  useEffect(() => {
    let newest = 0
    const again = async (): Promise<void> => {
      newest += 1
      const mine = newest
      try {
        const value = await ask(client)
        if (mine === newest) setAnswered({ ask, answer: { value } })
      } catch {
        if (mine !== newest) return
        setAnswered((before) => (before?.ask === ask ? before : { ask, answer: 'failed' }))
      }
    }
    void again()
    const stop = screen.store.subscribe((state, before) => {
      if (state.sale.view !== before.sale.view) void again()
    })
    return () => {
      newest += 1
      stop()
    }
  }, [ask, client, screen])
  return answered?.ask === ask ? answered.answer : undefined
}

/** The wall clock, for ages of things the till made: both run on one machine. */
export const useWallTime = (everyMs = 1000): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
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
