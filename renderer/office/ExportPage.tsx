import { Progress } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ExportRefusal } from '../../main/contract/reports.ts'
import type { DaySpan } from '../../main/domain/day-span.ts'
import type { TillClient } from '../connection.ts'
import { download } from '../download.dom.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay, useView } from '../use-screen.tsx'
import { calendarDay, presetSpan } from './day-span.ts'
import { SpanFields } from './SpanFields.tsx'

type Asked = Parameters<TillClient['reports']['export']>[0]
type Kind = Asked['what']
type Format = Asked['format']
type Writing =
  | { readonly state: 'idle' | 'cancelled' | 'lost' }
  | { readonly state: 'working'; readonly rows: number }
  | { readonly state: 'done'; readonly name: string; readonly rows: number }
  | { readonly state: 'refused'; readonly why: ExportRefusal }

const kinds: readonly Kind[] = ['sales', 'closings', 'reconciliation', 'bookkeeping', 'journal']
const mediaTypes: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  'csv-for-machines': 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson',
}

const formats = Object.keys(mediaTypes) as readonly Format[]

/** A file for the accountant: what, for which program, of which days. */
export const ExportPage = () => {
  const say = useSay()
  const { timeZone } = useView()
  const { client } = useParts()
  const [what, setWhat] = useState<Kind>('sales')
  const [format, setFormat] = useState<Format>('csv')
  const [span, setSpan] = useState<DaySpan | undefined>(() =>
    presetSpan('month', calendarDay(Date.now(), timeZone)),
  )
  const [writing, setWriting] = useState<Writing>({ state: 'idle' })
  const gone = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => gone.current?.abort(), [])

  const write = async ({ from, to }: DaySpan, { signal }: AbortController): Promise<void> => {
    const parts: string[] = []
    setWriting({ state: 'working', rows: 0 })
    try {
      for await (const progress of await client.reports.export({ what, format, from, to }, { signal })) {
        if (progress.state === 'part') parts.push(progress.base64)
        else if (progress.state === 'working') setWriting(progress)
        else if (progress.state === 'failed') return setWriting({ state: 'refused', why: progress.why })
        else {
          download(progress.name, parts, mediaTypes[format])
          return setWriting(progress)
        }
      }
      setWriting({ state: signal.aborted ? 'cancelled' : 'lost' })
    } catch {
      setWriting({ state: signal.aborted ? 'cancelled' : 'lost' })
    }
  }
  const save = (): void => {
    if (span === undefined) return
    gone.current = new AbortController()
    void write(span, gone.current)
  }
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value)
      setWriting({ state: 'idle' })
    }
  const working = writing.state === 'working'

  return (
    <div className="office-export" data-testid="export">
      <div className="panel-columns">
        <fieldset className="settings-group">
          <legend>{say('exports.what')}</legend>
          {kinds.map((kind) => (
            <Choice
              key={kind}
              group="what"
              value={kind}
              checked={kind === what}
              title={say(`exports.kind.${kind}`)}
              more={say(`exports.kindMore.${kind}`)}
              onChoose={() => change(setWhat)(kind)}
            />
          ))}
        </fieldset>
        <fieldset className="settings-group">
          <legend>{say('exports.format')}</legend>
          {formats.map((each) => (
            <Choice
              key={each}
              group="format"
              value={each}
              checked={each === format}
              title={say(`exports.formats.${each}`)}
              more={say(`exports.formatMore.${each}`)}
              onChoose={() => change(setFormat)(each)}
            />
          ))}
        </fieldset>
      </div>
      <SpanFields span={span} onSpan={change(setSpan)} />
      <div className="office-actions">
        <PanelButton testId="export-save" disabled={span === undefined} busy={working} onPress={save}>
          {say('exports.save')}
        </PanelButton>
        {working && (
          <>
            <PanelButton testId="export-cancel" kind="quiet" onPress={() => gone.current?.abort()}>
              {say('exports.cancel')}
            </PanelButton>
            <div className="office-progress">
              <Progress value={100} animated aria-label={say('exports.save')} />
              <span role="status">{say('exports.working', { rows: writing.rows.toLocaleString('en') })}</span>
            </div>
          </>
        )}
      </div>
      <Ending writing={writing} />
    </div>
  )
}

const Ending = ({ writing }: { writing: Writing }) => {
  const say = useSay()
  switch (writing.state) {
    case 'idle':
    case 'working':
      return null
    case 'cancelled':
      return <Message tone="neutral" text={say('exports.cancelled')} testId="export-end" />
    case 'lost':
      return <Message tone="bad" text={say('office.failed')} testId="export-end" />
    case 'refused':
      return <Message tone="caution" text={say(`exports.${writing.why}`)} testId="export-end" />
    case 'done': {
      const rows = writing.rows.toLocaleString('en')
      return (
        <Message tone="good" text={say('exports.done', { rows, name: writing.name })} testId="export-end" />
      )
    }
  }
}

interface ChoiceProps {
  readonly group: string
  readonly value: string
  readonly checked: boolean
  readonly title: string
  readonly more: string
  readonly onChoose: () => void
}

const Choice = ({ group, value, checked, title, more, onChoose }: ChoiceProps) => (
  <label className="office-choice" data-testid={`export-${value}`}>
    <input type="radio" name={`export-${group}`} value={value} checked={checked} onChange={onChoose} />
    <span>
      <strong>{title}</strong>
      <span className="office-choiceMore">{more}</span>
    </span>
  </label>
)
