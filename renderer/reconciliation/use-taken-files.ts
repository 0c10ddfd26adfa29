import { useCallback, useState } from 'react'
import type { FileAnswer, GivenAnswer } from '../../main/contract/reconciliation.ts'
import { filePartBytes, filePartsMax } from '../../main/domain/reconciled.ts'
import type { TillClient } from '../connection.ts'
import { useParts } from '../use-screen.tsx'

/** A file that was dropped or chosen, and what the till said of it. */
export interface TakenFile {
  readonly number: number
  readonly name: string
  /** How much of it has gone to the till, 0 to 100. */
  readonly percent?: number
  readonly answer?: FileAnswer | 'till-stopped' | 'lost' | 'too-large'
}

/** What the contract lets through. */
export const fileBytesMax = filePartBytes * filePartsMax

const base64Of = (file: Blob): Promise<string> =>
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

/** Gives one file to the till, part after part; `onPercent` hears how far it is. */
const give = async (
  client: TillClient,
  file: File,
  onPercent: (percent: number) => void,
): Promise<GivenAnswer | 'till-stopped' | 'lost'> => {
  const { name } = file
  const upload = crypto.randomUUID()
  const parts = Math.max(1, Math.ceil(file.size / filePartBytes))
  for (let part = 0; part < parts; part += 1) {
    const base64 = await base64Of(file.slice(part * filePartBytes, (part + 1) * filePartBytes))
    const answer = await client.reconciliation.take({ name, upload, part, parts, base64 })
    if (!answer.ok) return answer.error === 'till-stopped' ? 'till-stopped' : 'lost'
    if (answer.value.result !== 'more') return answer.value
    onPercent(Math.floor((100 * (part + 1)) / parts))
  }
  return 'lost'
}

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
      const tell = (number: number, news: Pick<TakenFile, 'answer' | 'percent'>): void =>
        setFiles((before) => before.map((each) => (each.number === number ? { ...each, ...news } : each)))
      /** The files of a ZIP, in the place of the ZIP. */
      const put = (number: number, members: readonly Omit<TakenFile, 'number'>[]): void =>
        setFiles((before) =>
          before.flatMap((each) =>
            each.number === number
              ? // Numbers between its own and that of the next one that was given.
                members.map((member, index) => ({ ...member, number: number + index / 10_000 }))
              : [each],
          ),
        )
      const giveAll = async (): Promise<void> => {
        for (const { number, file } of started) {
          try {
            const answer =
              file.size > fileBytesMax
                ? 'too-large'
                : await give(client, file, (percent) => tell(number, { percent }))
            if (typeof answer === 'object' && answer.result === 'unpacked') put(number, answer.files)
            else tell(number, { answer })
          } catch {
            tell(number, { answer: 'lost' })
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
