import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FetchState, FileAnswer } from '../../main/contract/reconciliation.ts'
import { fileFaultSentence, serverFaultSentence } from '../../main/domain/file-sentences.ts'
import type { FileDifference, FileFault, ProviderFileFacts } from '../../main/domain/reconciled.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { fileBytesMax } from '../../main/reconciliation/files/encoding.ts'
import { JournalFault } from '../../main/journal/journal.ts'
import { takeGiven } from '../../main/reconciliation/given-file.node.ts'
import { createShelf, type Shelf } from '../../main/reconciliation/shelf.ts'
import type { Settings } from '../../main/settings.ts'
import { openFileShelf } from '../file-shelf.ts'
import { filedAccount } from '../provider-server.ts'
import { systemClock } from '../system.ts'
import { withJournal, withTill, type JournalDesk } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

type Language = Settings['language']

const words = {
  en: {
    kept: 'kept',
    known: 'known already',
    setApart: 'set apart',
    version: (number: number) => `version ${number}`,
    lines: (count: number) => `${count} lines`,
    line: (number: number) => `line ${number}`,
    sentence: (headline: string, todo: string) => `${headline}. ${todo}`,
    transaction: 'transactions',
    settlement: 'settlement',
    'settlement-summary': 'summary',
    added: 'added',
    gone: 'gone',
    changed: 'changed',
    none: 'No files yet.',
    notConfigured:
      'No server is set up: reconciliation.sftp in settings, or give the files with "files take".',
    fetched: 'The server was asked for the files of the last seven days.',
    practised: "The training gateway's files were taken.",
    waiting: (count: number, at: string) =>
      `${count} settlement files count when they are the same in a second reading, from ${at}. Fetch again then, or use --wait.`,
  },
  zh: {
    kept: '已保存',
    known: '已有相同文件',
    setApart: '已隔离',
    version: (number: number) => `第 ${number} 版`,
    lines: (count: number) => `共 ${count} 行`,
    line: (number: number) => `第 ${number} 行`,
    sentence: (headline: string, todo: string) => `${headline}。${todo}`,
    transaction: '交易',
    settlement: '结算',
    'settlement-summary': '结算汇总',
    added: '新增',
    gone: '消失',
    changed: '变更',
    none: '还没有文件。',
    notConfigured: '尚未设置服务器：请填写设置中的 reconciliation.sftp，或用 "files take" 提供文件。',
    fetched: '已向服务器查询最近七天的文件。',
    practised: '已取得训练网关的文件。',
    waiting: (count: number, at: string) =>
      `${count} 个结算文件需在 ${at} 之后再读一次且内容不变才算数。届时请再次获取，或使用 --wait。`,
  },
} as const

const faultLine = (fault: FileFault, language: Language): string => {
  const { headline, todo } = fileFaultSentence(fault, language)
  const say = words[language]
  const place = fault.line === undefined ? '' : `${say.line(fault.line)}: `
  return `  ${place}${say.sentence(headline, todo)}`
}

const factsLine = (facts: ProviderFileFacts, language: Language): string => {
  const say = words[language]
  const what = `${facts.day}  ${say[facts.fileKind]}  ${say.version(facts.version)}  ${say.lines(facts.lines)}`
  return `${what}  ${facts.name}  ${facts.sha256.slice(0, 12)}`
}

const differenceLines = (difference: FileDifference | undefined, language: Language): readonly string[] => {
  if (difference === undefined) return []
  const say = words[language]
  const counts = (['added', 'changed', 'gone'] as const).map((what) => `${say[what]} ${difference[what]}`)
  const rows = difference.lines.map(
    ({ what, line, type, merchantRef, providerRef }) =>
      `  ${say[what]}  ${say.line(line)}  ${type}  ${merchantRef}  ${providerRef}`,
  )
  return [`  ${counts.join(', ')}`, ...rows]
}

const answerLines = (name: string, answer: FileAnswer, language: Language): readonly string[] => {
  const say = words[language]
  switch (answer.result) {
    case 'known-already':
      return [`${name}: ${say.known}`]
    case 'quarantined':
      return [`${name}: ${say.setApart}`, ...answer.faults.map((fault) => faultLine(fault, language))]
    case 'kept':
      return [
        `${name}: ${say.kept}  ${factsLine(answer.file, language)}`,
        ...differenceLines(answer.file.difference, language),
        ...answer.file.findings.map((fault) => faultLine(fault, language)),
      ]
  }
}

const shelfIn = ({ journal, settings, folder }: JournalDesk): Shelf => {
  const account = filedAccount(settings)
  const unit = settings.matching.amountUnit
  return createShelf({
    files: openFileShelf(folder.providerFiles(settings.mode)),
    journal,
    clock: systemClock,
    operator: () => 'command-line',
    expected: { ...(account === '' ? {} : { account }), ...(unit === undefined ? {} : { unit }) },
  })
}

const bytesOf = (path: string): Uint8Array => {
  const { size } = statSync(path)
  // Looked at before it is read: ten gigabytes must not be fetched into memory to be refused.
  if (size > fileBytesMax) throw new UsageFault(`${path} has ${size} bytes, more than ${fileBytesMax}`)
  return readFileSync(path)
}

const take = (paths: readonly string[], options: Options): Promise<number> => {
  if (paths.length === 0) throw new UsageFault('files take: which files?')
  return withJournal(options, async (desk) => {
    const shelf = shelfIn(desk)
    let isAllGood = true
    for (const path of paths) {
      const given = basename(path)
      const { answer: whole, fault } = await takeGiven(shelf, given, bytesOf(path), 'command-line')
      const files = whole.result === 'unpacked' ? whole.files : [{ name: given, answer: whole }]
      for (const { name, answer } of files) {
        if (answer.result === 'quarantined') isAllGood = false
        console.log(
          options.flag('json')
            ? JSON.stringify({ name, ...answer })
            : answerLines(name, answer, desk.settings.language).join('\n'),
        )
      }
      if (fault instanceof JournalFault) throw fault
    }
    return isAllGood ? exitCodes.done : exitCodes.fault
  })
}

const list = (options: Options): Promise<number> =>
  withJournal(options, (desk) => {
    const shelf = shelfIn(desk)
    const { language } = desk.settings
    const good = shelf.goodFiles()
    const apart = shelf.quarantined()
    if (options.flag('json')) {
      for (const file of good) console.log(JSON.stringify({ result: 'kept', file }))
      for (const file of apart) console.log(JSON.stringify({ result: 'quarantined', ...file }))
    } else {
      for (const file of good) console.log(factsLine(file, language))
      for (const { name, faults } of apart) {
        console.log(answerLines(name, { result: 'quarantined', faults }, language).join('\n'))
      }
      if (good.length + apart.length === 0) console.log(words[language].none)
    }
    return Promise.resolve(exitCodes.done)
  })

const stateLine = (state: FetchState, language: Language, timeZone: string): string => {
  const say = words[language]
  switch (state.state) {
    case 'not-configured':
      return say.notConfigured
    case 'practice':
      return say.practised
    case 'failed': {
      const { headline, todo } = serverFaultSentence(state.fault, language)
      return say.sentence(headline, todo)
    }
    case 'running':
    case 'idle': {
      if (state.state === 'running' || state.waiting === 0 || state.nextAt === undefined) return say.fetched
      return `${say.fetched} ${say.waiting(state.waiting, localTime(instant(state.nextAt), timeZone))}`
    }
  }
}

const fetch = (options: Options, host: CommandHost): Promise<number> =>
  withTill(
    options,
    host,
    async (till) => {
      const { language, timeZone } = till.view()
      const say = (state: FetchState): void =>
        console.log(options.flag('json') ? JSON.stringify(state) : stateLine(state, language, timeZone))
      for (;;) {
        const answer = await till.reconciliation.fetch()
        const state = answer.ok ? answer.value : ({ state: 'not-configured' } as const)
        if (!answer.ok && answer.error === 'till-stopped') throw new Error('The till has stopped.')
        say(state)
        const isWaiting = state.state === 'idle' && state.waiting > 0 && state.nextAt !== undefined
        if (!isWaiting || !options.flag('wait')) {
          return state.state === 'idle' || state.state === 'practice' ? exitCodes.done : exitCodes.fault
        }
        await setTimeout(Math.max(1000, (state.nextAt ?? 0) - systemClock.now().at))
      }
    },
    'asks',
  )

/** The provider's files: fetched from its server, given by hand, or told which ones there are. */
export const files = (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const [what, ...rest] = args
  switch (what) {
    case 'fetch':
      return fetch(readOptions(rest, { flags: ['wait'] }), host)
    case 'list':
      return list(readOptions(rest, {}))
    case 'take': {
      const options = readOptions(rest, {})
      const paths: string[] = []
      for (let path = options.optional(0); path !== undefined; path = options.optional(paths.length))
        paths.push(path)
      return take(paths, options)
    }
    case undefined:
    default:
      throw new UsageFault('files fetch, files take FILE... or files list')
  }
}
