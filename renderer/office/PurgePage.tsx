import { useEffect, useId, useState } from 'react'
import type { PurgedKind, PurgeList, PurgeRefusal } from '../../main/contract/reports.ts'
import { aboutPurge } from '../../main/domain/rights.ts'
import { isDay, type Day } from '../../main/domain/time.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { SecondPerson } from '../people/SecondPerson.tsx'
import { useParts, useSay } from '../use-screen.tsx'
import { DayField } from './DayField.tsx'

type Fault = PurgeRefusal | 'lost'
type Looked = { readonly list: PurgeList } | { readonly fault: Fault }

/** Kilobytes up to a million, megabytes above; a thousand each, as disks count. */
const shownBytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000).toString()} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const sizeOf = (files: PurgeList['files']): string =>
  shownBytes(files.reduce((sum, { bytes }) => sum + bytes, 0))

const kinds: readonly PurgedKind[] = ['provider-file', 'log']

/** Files that need not be kept any more: what would go, asked once more, and what went. */
export const PurgePage = () => {
  const say = useSay()
  const { client } = useParts()
  const said = useId()
  const [looked, setLooked] = useState<Looked | undefined>()
  /** What is in the field; a day that nobody chose is the newest one that is allowed. */
  const [chosen, setChosen] = useState<string | undefined>()
  const before = chosen === undefined ? undefined : isDay(chosen) ? chosen : 'none'
  useEffect(() => {
    if (before === 'none') return
    let wanted = true
    client.reports
      .purge({ really: false, ...(before === undefined ? {} : { before }) })
      .then((answer) => wanted && setLooked(answer.ok ? { list: answer.value } : { fault: answer.error }))
      .catch(() => wanted && setLooked({ fault: 'lost' }))
    return () => {
      wanted = false
    }
  }, [client, before])

  const fault = looked !== undefined && 'fault' in looked ? looked.fault : undefined
  const list = looked !== undefined && 'list' in looked && before !== 'none' ? looked.list : undefined
  return (
    <div className="office-purge" data-testid="purge">
      <p className="panel-hint">{say('purge.lead')}</p>
      <div className="office-spanRow">
        <DayField
          label={say('purge.before')}
          testId="purge-before"
          value={chosen ?? list?.before ?? ''}
          isWrong={before === 'none' || fault === 'must-be-kept'}
          describedBy={said}
          onDay={setChosen}
        />
      </div>
      <p className="panel-hint" id={said} role="status" data-testid="purge-kept">
        {before === 'none'
          ? say('purge.noDay')
          : list !== undefined &&
            say('purge.keptFrom', { files: list.keptFrom['provider-file'], logs: list.keptFrom.log })}
      </p>
      {fault !== undefined && before !== 'none' && <FaultMessage fault={fault} />}
      {looked === undefined && <p>{say('office.loading')}</p>}
      {list !== undefined && (
        <Going key={list.before} list={list} onDone={(done) => setLooked({ list: done })} />
      )}
    </div>
  )
}

const FaultMessage = ({ fault }: { fault: Fault }) => {
  const say = useSay()
  const text = fault === 'lost' ? say('office.failed') : say(`purge.${fault}`)
  return <Message tone={fault === 'must-be-kept' ? 'caution' : 'bad'} text={text} testId="purge-fault" />
}

/** What would go, and the way to let it go; or what went. */
const Going = ({ list, onDone }: { list: PurgeList; onDone: (done: PurgeList) => void }) => {
  const say = useSay()
  const { before, files, faults, done } = list
  if (files.length === 0) {
    return <Message tone="good" text={say('purge.nothing', { before })} testId="purge-nothing" />
  }
  return (
    <>
      {done && faults.length === 0 && (
        <Message tone="good" text={say('purge.done', { count: files.length })} testId="purge-done" />
      )}
      {done && faults.length > 0 && (
        <>
          <Message tone="bad" text={say('purge.faults')} testId="purge-done" />
          <ul className="settings-list selectable">
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </>
      )}
      <FileTable files={files} />
      {!done && <Sure before={before} files={files} onDone={onDone} />}
      <details className="days-aside">
        <summary>{say('purge.names')}</summary>
        <ul className="settings-list selectable">
          {files.map(({ what, name, day, bytes }) => (
            <li key={`${what} ${name} ${day}`}>
              {day} · {name} · {shownBytes(bytes)}
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

const FileTable = ({ files }: { files: PurgeList['files'] }) => {
  const say = useSay()
  const heads = ['what', 'count', 'size', 'oldest', 'newest'] as const
  return (
    <table className="panel-table" data-testid="purge-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {say(`purge.head.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const of = files.filter(({ what }) => what === kind)
          const days = of.map(({ day }) => day).sort()
          if (of.length === 0) return null
          return (
            <tr key={kind} data-kind={kind}>
              <td>{say(`purge.kind.${kind}`)}</td>
              <td>{of.length}</td>
              <td>{sizeOf(of)}</td>
              <td>{days[0]}</td>
              <td>{days.at(-1)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface SureProps {
  readonly before: Day
  readonly files: PurgeList['files']
  readonly onDone: (done: PurgeList) => void
}

/** Asks once more, and where there are people lets a second one agree. */
const Sure = ({ before, files, onDone }: SureProps) => {
  const say = useSay()
  const { client } = useParts()
  const [step, setStep] = useState<'look' | 'sure' | 'second' | 'busy'>('look')
  const [fault, setFault] = useState<Fault | undefined>()
  const facts = { count: files.length, size: sizeOf(files), before }

  const remove = async (token?: string): Promise<void> => {
    setStep('busy')
    setFault(undefined)
    const answer = await client.reports
      .purge({ really: true, before, ...(token === undefined ? {} : { token }) })
      .catch(() => ({ ok: false, error: 'lost' }) as const)
    if (answer.ok) return onDone(answer.value)
    if (answer.error === 'needs-second-person' && token === undefined) return setStep('second')
    setFault(answer.error)
    setStep('look')
  }
  const keep = (): void => setStep('look')

  return (
    <>
      {fault !== undefined && <FaultMessage fault={fault} />}
      {step === 'second' && (
        <SecondPerson
          act="purge"
          about={aboutPurge(before)}
          shown={say('purge.shown', facts)}
          onToken={(token) => void remove(token)}
          onCancel={keep}
        />
      )}
      {step === 'look' ? (
        <div className="office-actions">
          <PanelButton testId="purge-remove" onPress={() => setStep('sure')}>
            {say('purge.remove', facts)}
          </PanelButton>
        </div>
      ) : (
        <>
          <Message
            tone="caution"
            headline={say('purge.sure', facts)}
            text={say('purge.sureMore')}
            testId="purge-sure"
          />
          <div className="office-actions">
            <PanelButton testId="purge-keep" kind="quiet" autoFocus disabled={step === 'busy'} onPress={keep}>
              {say('purge.keep')}
            </PanelButton>
            <PanelButton
              testId="purge-really"
              kind="danger"
              busy={step === 'busy'}
              onPress={() => void remove()}
            >
              {say('purge.really')}
            </PanelButton>
          </div>
        </>
      )}
    </>
  )
}
