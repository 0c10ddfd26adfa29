import { findUsbKeyboards } from '../../drivers/scanner/hid.node.ts'
import { diagnose } from '../../main/diagnosis/judge.ts'
import type { Diagnosis, Finding } from '../../main/domain/diagnosis.ts'
import { causeSentence, checkNames } from '../../main/domain/diagnosis-sentences.ts'
import type { Language } from '../../main/domain/sentences.ts'
import type { Log } from '../../main/ports.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { openTillJournal } from '../compose.ts'
import { dataFolder } from '../data-folder.ts'
import { measure } from '../diagnosis/measure.ts'
import { openMoney } from '../open-money.ts'
import { openSecretFiles } from '../secret-files.ts'
import { keptSettings } from '../settings-file.ts'
import { systemClock } from '../system.ts'
import { placeFor } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions } from './options.ts'
import { printTest } from './print-test.ts'
import { exitCodes } from './result.ts'
import { scannersHere } from './scanners-here.ts'

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

interface Looked {
  readonly diagnosis: Diagnosis
  readonly language: Language
  /** Payments and refunds that are not final; absent when nobody could tell. */
  readonly open?: number
}

const look = async (
  folderGiven: string | undefined,
  { secrets }: ReturnType<typeof placeFor>,
): Promise<Looked> => {
  const folder = dataFolder(folderGiven)
  let training: TrainingGateway | undefined
  let open: number | undefined
  try {
    const facts = await measure({
      folder,
      secretsFor: (settings) => secrets ?? openSecretFiles(folder.folder, settings.keys),
      trainingUrl: async (settings) => {
        if (settings.training.gatewayUrl !== undefined) return settings.training.gatewayUrl
        training = await startTrainingGateway({ port: 0, clock: systemClock })
        return training.url
      },
      scanners: () => scannersHere(folder, silent),
      keyboards: () => findUsbKeyboards(),
      till: {
        runs: false,
        openJournal: (settings) => {
          const journal = openTillJournal(folder, settings, silent)
          open = settings.mode === 'live' ? openMoney(journal, systemClock.now().at).unsettled : 0
          return journal
        },
      },
    })
    const { language } = (await keptSettings(folder.settings)).usable
    return { diagnosis: diagnose(facts), language, ...(open === undefined ? {} : { open }) }
  } finally {
    await training?.close()
  }
}

const marks = { well: 'ok   ', hint: 'hint ', wrong: 'WRONG', waits: 'wait ', 'not-looked': 'note ' } as const
const words = {
  en: {
    waits: (behind: string) => `rests on: ${behind}`,
    'not-looked': 'was not looked at from here',
    journal: 'the till is open and has it: close it to have it looked at',
    camera: 'only the screen sees it: F1 there',
    first: 'Mend first',
    nothing: 'Nothing is wrong.',
    open: (count: number) =>
      count === 0
        ? 'nothing that an update would have to wait for'
        : `${count} payments or refunds: do not update or replace the program before "recover" has settled them`,
  },
  zh: {
    waits: (behind: string) => `取决于：${behind}`,
    'not-looked': '在此处无法检查',
    journal: '收银机正在运行并占用它：关闭后才能检查',
    camera: '只有屏幕页面能检查：请在那里按 F1',
    first: '请先处理',
    nothing: '没有发现问题。',
    open: (count: number) =>
      count === 0 ? '没有需要等待的交易，可以更新' : `${count} 笔未完成：请先运行 recover，再更新或更换程序`,
  },
} as const

const detailOf = (finding: Finding, language: Language): string => {
  const say = words[language]
  const { check, state, behind, detail } = finding
  if (state === 'waits') return say.waits(checkNames[behind ?? check][language])
  if (state === 'not-looked')
    return check === 'journal' || check === 'camera' ? say[check] : say['not-looked']
  const sentence = causeSentence(finding, language)
  const shown = detail === undefined ? '' : sentence === undefined ? detail : ` (${detail})`
  return sentence === undefined ? shown : `${sentence.headline}. ${sentence.todo}${shown}`
}

/**
 * Looks for what keeps the till from working, and names one cause and what to do. `--print` prints the slip that tests the
 * printer. Exit code 1 when something is wrong.
 */
export const doctor = async (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { flags: ['print'] })
  const { diagnosis, language, open } = await look(options.text('data'), placeFor(options, host))
  const { findings, first } = diagnosis
  const wrong = findings.some(({ state }) => state === 'wrong')
  if (options.flag('json')) {
    for (const finding of findings) {
      const { check, state, cause } = finding
      const line = { check, ok: state !== 'wrong', state, ...(cause === undefined ? {} : { cause }) }
      console.log(JSON.stringify({ ...line, detail: detailOf(finding, language) }))
    }
    if (open !== undefined)
      console.log(JSON.stringify({ check: 'open', ok: true, open, detail: words[language].open(open) }))
    console.log(JSON.stringify({ first: first?.cause ?? null }))
  } else {
    for (const finding of findings)
      console.log(`${marks[finding.state]}  ${finding.check.padEnd(9)} ${detailOf(finding, language)}`)
    if (open !== undefined) console.log(`${marks.well}  ${'open'.padEnd(9)} ${words[language].open(open)}`)
    const sentence = first === undefined ? undefined : causeSentence(first, language)
    console.log(
      sentence === undefined || first?.state !== 'wrong'
        ? words[language].nothing
        : `${words[language].first}: ${sentence.headline}. ${sentence.todo}`,
    )
  }
  const slip = options.flag('print') ? await printTest(options.text('data')) : undefined
  if (slip !== undefined) {
    if (options.flag('json')) console.log(JSON.stringify({ check: 'print', ...slip }))
    else console.log(`${slip.ok ? marks.well : marks.wrong}  ${'print'.padEnd(9)} ${slip.detail}`)
  }
  return wrong || slip?.ok === false ? exitCodes.fault : exitCodes.done
}
