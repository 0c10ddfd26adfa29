import { existsSync } from 'node:fs'
import { access, constants, mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { parsePrinterAddress } from '../../drivers/printer/address.ts'
import { createHidScanners } from '../../drivers/scanner/hid.node.ts'
import type { TillView } from '../../main/contract.ts'
import { formatMoney, money } from '../../main/domain/money.ts'
import { connectionSentences } from '../../main/domain/sentences.ts'
import type { Instant } from '../../main/domain/time.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import type { Settings } from '../../main/settings.ts'
import { composeTill } from '../compose.ts'
import { dataFolder, type DataFolder } from '../data-folder.ts'
import { openLog } from '../log.ts'
import { faultSentence, readSettingsFile } from '../settings-file.ts'
import { systemClock } from '../system.ts'
import { advice, flawLine } from './advice.ts'
import { placeFor } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, type Options } from './options.ts'
import { exitCodes } from './result.ts'

interface Finding {
  readonly check: string
  /** Whether a till could work with it. */
  readonly ok: boolean
  readonly detail: string
  /** Nobody's fault, and worth reading: it could not be looked at, or the shop has left it open. */
  readonly note?: true
}
const found = (check: string, ok: boolean, detail: string): Finding => ({ check, ok, detail })

const folderFinding = async ({ folder }: DataFolder): Promise<Finding> => {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK)
    return found('data folder', true, folder)
  } catch (error) {
    return found('data folder', false, `${folder} cannot be written: ${(error as Error).message}`)
  }
}

/** Its journal belongs to the till that is open, and so does the asking. */
const openTill: Finding = {
  ...found(
    'journal',
    true,
    'the till is open: journal, gateway, clock and open payments were not looked at. Close it to have them looked at.',
  ),
  note: true,
}

const journalFinding = (folder: DataFolder, settings: Settings, { program }: CommandHost): Finding => {
  const file = folder.journal(settings.mode)
  if (!existsSync(file)) return found('journal', true, 'none yet; the first start makes it')
  const verified = verifyJournal(file, folder.witness(settings.mode))
  if (!verified.ok && verified.error === 'in-use') return openTill
  return verified.ok
    ? found('journal', true, `${verified.entries} entries, chain whole`)
    : found(
        'journal',
        false,
        [flawLine(verified), advice(verified.error, program)].filter(Boolean).join('. '),
      )
}

/** From here on the cancel's timestamp and Beijing days would be wrong, if the till did not correct them. Milliseconds. */
const wrongClockMs = 120_000

const clockFinding = (answeredAt: Instant): Finding => {
  const skewMs = answeredAt - systemClock.now().at
  const words = `${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'behind' : 'ahead of'} the gateway's`
  return Math.abs(skewMs) <= wrongClockMs
    ? found('clock', true, words)
    : found(
        'clock',
        false,
        `this computer's clock is ${words}: set it, and switch its time synchronisation on`,
      )
}

/** Who updates or replaces the program now would leave these unasked (reliability F36). */
const openFinding = ({ open, openRefunds, mode }: TillView): Finding => {
  const count = open.length + openRefunds.length
  return found(
    'open',
    true,
    count === 0 || mode === 'training'
      ? 'nothing that an update would have to wait for'
      : `${count} payments or refunds: do not update or replace the program before "recover" has settled them`,
  )
}

const tillFindings = async (
  options: Options,
  host: CommandHost,
  settings: Settings,
): Promise<readonly Finding[]> => {
  const composed = await composeTill({ ...placeFor(options, host), attended: false })
  try {
    const view = composed.till.view()
    const { stopped } = view
    const halted = stopped === undefined ? [] : [found('till', false, stopped.detail)]
    // One that has halted still asks about what is open, and so its line counts.
    if (stopped !== undefined && stopped.why !== 'halted') return halted
    const test = await composed.till.testConnection(settings)
    const open = openFinding(view)
    if (!test.ok) {
      const { headline, todo } = connectionSentences[test.cause].en
      return [...halted, found('gateway', false, `${headline}. ${todo} (${test.detail})`), open]
    }
    const answers = found('gateway', true, `answers in ${Math.round(test.tookMs)} ms (${settings.mode})`)
    return [
      ...halted,
      answers,
      ...(test.answeredAt === undefined ? [] : [clockFinding(test.answeredAt)]),
      open,
    ]
  } finally {
    await composed.close()
  }
}

const printerFinding = (settings: Settings): Promise<Finding> | Finding => {
  if (settings.printer.address === undefined) return found('printer', true, 'none set up')
  const address = parsePrinterAddress(settings.printer.address)
  if (!address.ok) return found('printer', false, address.error)
  const { host, port } = address.value
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 })
    const end = (ok: boolean, detail: string): void => {
      socket.destroy()
      resolve(found('printer', ok, detail))
    }
    socket.once('connect', () => end(true, `${host}:${port} answers`))
    socket.once('timeout', () => end(false, `${host}:${port} does not answer; is it on and on this network?`))
    socket.once('error', (error) => end(false, `${host}:${port}: ${error.message}`))
  })
}

const refundFinding = ({ people: { refundLimit }, currency }: Settings): Finding =>
  refundLimit === undefined
    ? {
        ...found(
          'refunds',
          true,
          'no limit is set: everybody at the counter refunds any amount alone; people.refundLimit sets one',
        ),
        note: true,
      }
    : found(
        'refunds',
        true,
        `what one person refunds in a shift beyond ${formatMoney(money(refundLimit, currency))} needs a second person`,
      )

const scannerFinding = async (folder: DataFolder, settings: Settings): Promise<Finding> => {
  if (!settings.scanners.hid) return found('scanners', true, 'HID POS is switched off in settings')
  const scanners = createHidScanners({ clock: systemClock, log: openLog(folder.log) })
  const list = scanners.list()
  await scanners.close()
  const broken = list.filter(({ state }) => state !== 'open')
  if (broken.length > 0) {
    return found(
      'scanners',
      false,
      broken.map(({ name, detail }) => `${name}: ${detail ?? 'cannot be opened'}`).join('; '),
    )
  }
  return found(
    'scanners',
    true,
    list.length === 0
      ? 'no HID POS scanner; one that types like a keyboard needs no set-up'
      : list.map(({ name }) => name).join(', '),
  )
}

/** Looks for what keeps the till from working, and names one fix for each. Exit code 1 when something is wrong. */
export const doctor = async (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, {})
  const folder = dataFolder(options.text('data'))
  const findings: Finding[] = [found('node', true, process.version), await folderFinding(folder)]
  const settings = await readSettingsFile(folder.settings)
  if (settings.ok) {
    findings.push(
      found('settings', true, existsSync(folder.settings) ? folder.settings : 'defaults: training'),
    )
    const journal = journalFinding(folder, settings.value, host)
    findings.push(journal)
    if (journal.ok && journal.note === undefined)
      findings.push(...(await tillFindings(options, host, settings.value)))
    findings.push(refundFinding(settings.value))
    findings.push(await printerFinding(settings.value), await scannerFinding(folder, settings.value))
  } else {
    findings.push(found('settings', false, faultSentence(folder.settings, settings.error)))
  }
  for (const finding of findings) {
    console.log(
      options.flag('json')
        ? JSON.stringify(finding)
        : `${finding.note ? 'note ' : finding.ok ? 'ok   ' : 'WRONG'}  ${finding.check.padEnd(12)} ${finding.detail}`,
    )
  }
  return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.fault
}
