import { useEffect, useRef, useState } from 'react'
import type { FetchState, QuarantinedFile } from '../../main/contract/reconciliation.ts'
import { serverFaultSentence } from '../../main/domain/file-sentences.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { useMay } from '../office/rights.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useLanguage, useParts, useSay, useView } from '../use-screen.tsx'
import { Faults, TakenFiles } from './TakenFiles.tsx'
import { useTakenFiles } from './use-taken-files.ts'

interface Props {
  readonly fetch: FetchState
  readonly quarantined: readonly QuarantinedFile[]
  /** Something was fetched or taken in: the days may be others now. */
  readonly onChanged: () => void
}

/** Where the provider's files come from: by themselves, by hand, and those that were set aside. */
export const FilesBox = ({ fetch, quarantined, onChanged }: Props) => {
  const say = useSay()
  const { client } = useParts()
  const mayFetch = useMay('fetch-files')
  const [failed, setFailed] = useState(false)
  const { files, take } = useTakenFiles(onChanged)
  const chooser = useRef<HTMLInputElement>(null)
  const fetchNow = (): void => {
    setFailed(false)
    client.reconciliation
      .fetch()
      .then((answer) => {
        setFailed(!answer.ok && answer.error === 'till-stopped')
        return onChanged()
      })
      .catch(() => setFailed(true))
    // The till answers when it is done; until then the view says how far it is.
    onChanged()
  }
  return (
    <section className="days-files" aria-label={say('days.fetch.title')}>
      <h2 className="panel-subtitle">{say('days.fetch.title')}</h2>
      <FetchSaid fetch={fetch} />
      {failed && <Message tone="bad" text={say('office.failed')} testId="fetch-failed" />}
      {mayFetch && (
        <>
          <div className="days-fileButtons">
            {fetch.state !== 'not-configured' && (
              <PanelButton testId="fetch-now" busy={fetch.state === 'running'} onPress={fetchNow}>
                {say('days.fetch.now')}
              </PanelButton>
            )}
            <PanelButton testId="file-choose" kind="quiet" onPress={() => chooser.current?.click()}>
              {say('days.choose')}
            </PanelButton>
          </div>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            data-testid="file-input"
            onChange={({ currentTarget }) => {
              take([...(currentTarget.files ?? [])])
              currentTarget.value = ''
            }}
          />
          <p className="panel-hint">{say('days.drop')}</p>
          <DropOnWindow onFiles={take} />
        </>
      )}
      <TakenFiles files={files} />
      {quarantined.length > 0 && (
        <details className="days-aside" data-testid="quarantine">
          <summary>{say('days.quarantine', { count: quarantined.length })}</summary>
          <p className="panel-hint">{say('days.quarantineTodo')}</p>
          {quarantined.map(({ name, sha256, faults }) => (
            <div key={sha256} className="days-fault">
              <strong className="selectable">{name}</strong>
              <Faults faults={faults} />
            </div>
          ))}
        </details>
      )}
    </section>
  )
}

const FetchSaid = ({ fetch }: { fetch: FetchState }) => {
  const say = useSay()
  const language = useLanguage()
  const { timeZone } = useView()
  const time = (at: number | undefined): string =>
    at === undefined ? say('days.fetch.later') : localTime(instant(at), timeZone).slice(5, 16)
  switch (fetch.state) {
    case 'not-configured':
      return <Message tone="neutral" text={say('days.fetch.not-configured')} testId="fetch-state" />
    case 'running': {
      const text =
        fetch.what === '' ? say('days.fetch.reaching') : say('days.fetch.running', { what: fetch.what })
      return <Message tone="waiting" text={text} testId="fetch-state" />
    }
    case 'failed': {
      const { headline, todo } = serverFaultSentence(fetch.fault, language)
      const next = say('days.fetch.next', { next: time(fetch.nextAt) })
      return <Message tone="caution" headline={headline} text={`${todo} ${next}`} testId="fetch-state" />
    }
    case 'practice': {
      const last = say('days.fetch.practised', { last: time(fetch.lastAt) })
      return (
        <p className="panel-hint" data-testid="fetch-state">
          {say('days.fetch.practice')}
          {fetch.lastAt !== undefined && ` ${last}`}
        </p>
      )
    }
    case 'idle': {
      const next = time(fetch.nextAt)
      const said =
        fetch.lastAt === undefined
          ? say('days.fetch.never', { next })
          : say('days.fetch.idle', { last: time(fetch.lastAt), next })
      return (
        <p className="panel-hint" data-testid="fetch-state">
          {said}
          {fetch.waiting > 0 && <br />}
          {fetch.waiting > 0 && say('days.fetch.waiting', { count: fetch.waiting })}
        </p>
      )
    }
  }
}

/** A file that is let go anywhere over the page is taken in; a browser would otherwise open it in place of the till. */
const DropOnWindow = ({ onFiles }: { onFiles: (files: readonly File[]) => void }) => {
  const say = useSay()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      onFiles([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onFiles])
  return over ? (
    <div className="days-drop" data-testid="drop-here">
      {say('days.dropHere')}
    </div>
  ) : null
}
