import { useEffect, useState } from 'react'
import type { SettingsView } from '../../main/contract.ts'
import type { Settings, SettingsFault } from '../../main/settings.ts'
import { faultsOf } from '../settings/faults.ts'
import { useParts } from '../use-screen.tsx'

/** `asked`: a second person has to agree first. */
export type Keeping = 'idle' | 'asked' | 'saving' | 'saved' | 'failed'

interface Asked {
  readonly about: string
  readonly settings: Settings
  /** What is changed, in the words of the screen. */
  readonly shown: string
}

/** The settings as they are kept, and the one way by which a set-up page changes them. */
export interface SettingsKept {
  readonly settings: Settings
  readonly keeping: Keeping
  /** How often something was to be kept since the panel opened: `keeping` is of the last time. */
  readonly times: number
  readonly faults: readonly SettingsFault[]
  readonly asked: Asked | undefined
  /** Writes what `change` makes of the settings. `shown` says to the second person what that is. */
  readonly keep: (change: (settings: Settings) => Settings, shown: string) => void
  readonly agree: (token: string) => void
  readonly callOff: () => void
}

/** Reads the settings when a page opens. `undefined` until they are there. */
export const useSettings = (): SettingsKept | 'failed' | undefined => {
  const { client } = useParts()
  const [view, setView] = useState<SettingsView | 'failed' | undefined>()
  const [keeping, setKeeping] = useState<Keeping>('idle')
  const [times, setTimes] = useState(0)
  const [faults, setFaults] = useState<readonly SettingsFault[]>([])
  const [asked, setAsked] = useState<Asked | undefined>()
  useEffect(() => {
    let wanted = true
    client.settings
      .read()
      .then((read) => wanted && setView(read))
      .catch(() => wanted && setView('failed'))
    return () => {
      wanted = false
    }
  }, [client])
  if (view === undefined || view === 'failed') return view

  const refuse = (found: readonly SettingsFault[]): void => {
    setFaults(found)
    setKeeping('failed')
  }
  const write = async (settings: Settings, shown: string, token?: string): Promise<void> => {
    setAsked(undefined)
    setFaults([])
    setKeeping('saving')
    try {
      const answer = await client.settings.write(token === undefined ? { settings } : { settings, token })
      if (answer.ok) {
        setView(answer.value)
        return setKeeping('saved')
      }
      const about = answer.error.find((fault) => fault.about !== undefined)?.about
      if (about === undefined || token !== undefined) return refuse(answer.error)
      setAsked({ about, settings, shown })
      setKeeping('asked')
    } catch (refusal) {
      refuse(faultsOf(refusal) ?? [])
    }
  }
  return {
    settings: view.settings,
    keeping,
    times,
    faults,
    asked,
    keep: (change, shown) => {
      setTimes(times + 1)
      void write(change(view.settings), shown)
    },
    agree: (token) => {
      if (asked !== undefined) void write(asked.settings, asked.shown, token)
    },
    callOff: () => {
      setAsked(undefined)
      setKeeping('idle')
    },
  }
}
