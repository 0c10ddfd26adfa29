import type { CallRecord, Entry, EntryBody } from '../main/domain/entry.ts'
import { formatMoney } from '../main/domain/money.ts'
import { sentenceFor } from '../main/domain/payment-sentences.ts'
import { refundSentence } from '../main/domain/refund-sentences.ts'
import type { Language } from '../main/domain/sentences.ts'
import { isOfSubject } from '../main/domain/subject.ts'
import type { Say } from './i18n.ts'
import { refundTone, toneOf, type Tone } from './payment-mark.ts'
import type { TextKey } from './texts/en.ts'

type Field = Extract<TextKey, `story.fields.${string}`>

/** One entry of the journal as a person reads it, and behind it what a technician wants. */
export interface StoryLine {
  readonly seq: number
  readonly at: number
  readonly tone: Tone
  readonly title: string
  readonly more: readonly string[]
  readonly facts: readonly (readonly [Field, string])[]
}

interface Told {
  readonly tone: Tone
  readonly title: string
  readonly more?: readonly string[]
  readonly news?: string
  readonly call?: CallRecord
  readonly facts?: readonly (readonly [Field, string])[]
}

const callFacts = (call: CallRecord | undefined): readonly (readonly [Field, string])[] => {
  if (call === undefined) return []
  const facts: (readonly [Field, string])[] = [['story.fields.service', call.service]]
  if (call.outcome !== undefined) facts.push(['story.fields.outcome', call.outcome])
  if (call.tookMs !== undefined) facts.push(['story.fields.took', `${Math.round(call.tookMs)} ms`])
  if (call.httpStatus !== undefined) facts.push(['story.fields.http', String(call.httpStatus)])
  if (call.answerSha256 !== undefined) facts.push(['story.fields.answer', call.answerSha256])
  if (call.signedTextHmac !== undefined) facts.push(['story.fields.hmac', call.signedTextHmac])
  return facts
}

const tell = (body: EntryBody, language: Language, say: Say): Told => {
  if (isOfSubject(body))
    return { tone: 'neutral', title: say('story.other'), facts: [['story.fields.news', body.kind]] }
  switch (body.kind) {
    case 'payment-requested':
      return {
        tone: 'waiting',
        title: say('story.requested', { amount: formatMoney(body.payment.amount) }),
        more: [say('story.requestedWith', { lastFour: body.payment.buyerCode.lastFour })],
        call: body.call,
        facts: [['story.fields.id', body.payment.id]],
      }
    case 'payment-changed':
      return {
        tone: toneOf(body.payment),
        title: sentenceFor(body.payment)[language].headline,
        news: body.news,
        ...(body.call === undefined ? {} : { call: body.call }),
      }
    case 'refund-requested':
      return {
        tone: 'waiting',
        title: say('story.refundRequested', { amount: formatMoney(body.refund.amount) }),
        call: body.call,
        facts: [['story.fields.id', body.refund.id]],
      }
    case 'refund-changed':
      return {
        tone: refundTone(body.refund),
        title: refundSentence(body.refund)[language].headline,
        news: body.news,
        ...(body.call === undefined ? {} : { call: body.call }),
      }
    case 'discrepancy-raised':
      return {
        tone: 'bad',
        title: say('story.discrepancy'),
        more: [say(`side.${body.discrepancy.kind}`)],
      }
    case 'discrepancy-seen':
      return { tone: 'neutral', title: say(`story.discrepancy`), more: [say(`side.${body.discrepancy}`)] }
    case 'print-changed': {
      const { job } = body
      return {
        tone: job.state === 'printed' ? 'good' : job.state === 'failed' ? 'caution' : 'neutral',
        title: say(`story.print-${job.state}`),
        more: [`${say(`side.kind.${job.receipt}`)} · ${say(`side.printFor.${job.for}`)}`],
        facts: [
          ['story.fields.copy', String(job.copy)],
          ...(job.fault === undefined ? [] : [['story.fields.fault', job.fault] as const]),
        ],
      }
    }
    case 'journal-opened':
    case 'till-started':
    case 'settings-changed':
    case 'identity-set':
    case 'till-halted':
    case 'halt-acknowledged':
      return { tone: 'neutral', title: say('story.other'), facts: [['story.fields.news', body.kind]] }
  }
}

const answerLine = (call: CallRecord | undefined, say: Say): readonly string[] => {
  if (call?.outcome === undefined) return []
  const took = call.tookMs === undefined ? '' : ` · ${say('story.took', { ms: Math.round(call.tookMs) })}`
  return [`${say('story.answered', { outcome: call.outcome })}${took}`]
}

/** A sale's entries as lines to be read, oldest first. `names`: of people by their ids. */
export const storyLines = (
  entries: readonly Entry[],
  language: Language,
  say: Say,
  names: Readonly<Record<string, string>> = {},
): readonly StoryLine[] =>
  entries.map(({ seq, at, operator: id, hash, body }) => {
    const operator = names[id] ?? id
    const told = tell(body, language, say)
    const seen = body.kind === 'discrepancy-seen'
    return {
      seq,
      at,
      tone: told.tone,
      title: seen ? say('story.seen', { operator }) : told.title,
      more: [...(told.more ?? []), ...answerLine(told.call, say)],
      facts: [
        ['story.fields.seq', String(seq)],
        ['story.fields.operator', operator],
        ...(told.news === undefined ? [] : [['story.fields.news', told.news] as const]),
        ...(told.facts ?? []),
        ...callFacts(told.call),
        ['story.fields.hash', hash],
      ],
    }
  })
