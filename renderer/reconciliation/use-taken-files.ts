import { useCallback, useState } from 'react'
import type { FileAnswer } from '../../main/contract/reconciliation.ts'
import { useParts } from '../use-screen.tsx'

/** A file that was dropped or chosen, and what the till said of it. */
export interface TakenFile {
  readonly number: number
  readonly name: string
  readonly answer?: FileAnswer | 'till-stopped' | 'lost' | 'too-large'
}

/** What the contract lets through, as bytes: base64 makes four characters of three bytes. */
export const fileBytesMax = 150_000_000

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    // `data:…;base64,` goes before the content.
    reader.addEventListener('load', () => {
      const text = typeof reader.result === 'string' ? reader.result : ''
      resolve(text.slice(text.indexOf(',') + 1))
    })
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file cannot be read')))
    reader.readAsDataURL(file)
  })

interface Taking {
  /** Newest first. */
  readonly files: readonly TakenFile[]
  readonly take: (files: readonly File[]) => void
}

/** Gives files to the till, one after the other, and remembers what it said of each while the page is open. */
export const useTakenFiles = (onChanged: () => void): Taking => {
  const { client } = useParts()
  const [files, setFiles] = useState<readonly TakenFile[]>([])
  const take = useCallback(
    (given: readonly File[]): void => {
      const started = given.map((file, index) => ({
        number: performance.now() + index,
        name: file.name,
        file,
      }))
      setFiles((before) => [...started.map(({ number, name }) => ({ number, name })), ...before])
      const tell = (number: number, answer: NonNullable<TakenFile['answer']>): void =>
        setFiles((before) => before.map((each) => (each.number === number ? { ...each, answer } : each)))
      const giveAll = async (): Promise<void> => {
        for (const { number, name, file } of started) {
          if (file.size > fileBytesMax) {
            tell(number, 'too-large')
            continue
          }
          try {
            const taken = await client.reconciliation.take({ name, base64: await base64Of(file) })
            tell(number, taken.ok ? taken.value : taken.error)
          } catch {
            tell(number, 'lost')
          }
        }
        onChanged()
      }
      void giveAll()
    },
    [client, onChanged],
  )
  return { files, take }
}
