import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ReceiptFor } from '../../main/domain/entry.ts'
import { isCashId, isRefundId, type ReceiptId } from '../../main/domain/ids.ts'
import { classifyScan } from '../../main/domain/scan.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import type { Journal, PaymentRecord } from '../../main/journal/journal.ts'
import { verifyJournal } from '../../main/journal/verify.node.ts'
import { printerBytes, svgFace, textFace } from '../../main/receipts/faces.ts'
import { issueReceipt } from '../../main/receipts/issue.ts'
import { paymentView } from '../../main/till-view.ts'
import { dataFolder } from '../data-folder.ts'
import { readSettingsFile } from '../settings-file.ts'
import { openLog } from '../log.ts'
import { pressFor } from '../press.ts'
import { systemClock } from '../system.ts'
import { advice, flawLine } from './advice.ts'
import { withJournal } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, UsageFault } from './options.ts'
import { receiptOption } from './repair.ts'
import { exitCodes, paymentLine, paymentResult } from './result.ts'

const recordOf = (journal: Journal, text: string): PaymentRecord => {
  const scan = classifyScan(text)
  const refund = scan.kind === 'refund-receipt' ? journal.refund(scan.id)?.refund : undefined
  const record =
    scan.kind === 'receipt'
      ? journal.payment(scan.id)
      : refund === undefined
        ? journal.paymentByTransId(text)
        : journal.payment(refund.payment)
  if (record === undefined) throw new Error(`No payment ${text} in this journal.`)
  return record
}

export const list = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['limit'] })
  const limit = options.count('limit') ?? 20
  return withJournal(options, async ({ journal, settings }) => {
    const records = journal.payments({ limit })
    for (const record of records) {
      const view = paymentView(record)
      console.log(
        options.flag('json')
          ? JSON.stringify(paymentResult(view, journal.story(view.payment.id)))
          : `${localTime(view.payment.createdAt, settings.shop.timeZone)}  ${paymentLine(view)}`,
      )
    }
    if (records.length === 0 && !options.flag('json')) console.log('No payments yet.')
    return exitCodes.done
  })
}

export const show = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, {})
  const text = options.positional(0, 'the payment id')
  return withJournal(options, async ({ journal, settings }) => {
    const record = recordOf(journal, text)
    const view = paymentView(record)
    const story = journal.story(record.payment.id)
    if (options.flag('json')) {
      console.log(JSON.stringify({ ...paymentResult(view, story), story }))
      return exitCodes.done
    }
    console.log(paymentLine(view))
    for (const { seq, at, operator, body, hash } of story) {
      const time = localTime(instant(at), settings.shop.timeZone)
      const news = 'news' in body ? body.news : ''
      const took = 'call' in body && body.call?.tookMs !== undefined ? ` (${body.call.tookMs} ms)` : ''
      console.log(
        `${String(seq).padStart(8)}  ${time}  ${operator.padEnd(12)}  ${body.kind} ${news}${took}  ${hash.slice(0, 8)}`,
      )
    }
    return exitCodes.done
  })
}

const formats = ['text', 'svg', 'escpos'] as const

export const receipt = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, { texts: ['format', 'for'] })
  const text = options.positional(0, 'the number of a payment, a refund or a cash receipt')
  const format = formats.find((name) => name === (options.text('format') ?? 'text'))
  if (format === undefined) throw new UsageFault(`--format is one of ${formats.join(', ')}`)
  const receiptFor = (['customer', 'merchant'] as const).find(
    (name): name is ReceiptFor => name === (options.text('for') ?? 'customer'),
  )
  if (receiptFor === undefined) throw new UsageFault('--for is customer or merchant')
  return withJournal(options, async ({ journal, settings }) => {
    const of: ReceiptId = isRefundId(text) || isCashId(text) ? text : recordOf(journal, text).payment.id
    const issued = issueReceipt(journal, settings, of, {
      for: receiptFor,
      copy: 0,
      printedAt: systemClock.now().at,
    })
    if (issued === undefined) throw new Error(`No sale or refund ${text} in this journal.`)
    const { columns } = settings.printer
    const { folder, log } = dataFolder(options.text('data'))
    const press = await pressFor(folder, settings, openLog(log))
    if (format === 'escpos') process.stdout.write(await printerBytes(issued, press))
    else console.log(format === 'svg' ? svgFace(issued, columns, press.look) : textFace(issued, columns))
    return exitCodes.done
  })
}

export const verify = async (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['witness', 'receipt'] })
  const folder = dataFolder(options.text('data'))
  const settings = await readSettingsFile(folder.settings)
  const mode = settings.ok ? settings.value.mode : 'training'
  const given = options.optional(0)
  const file = given === undefined ? folder.journal(mode) : resolve(given)
  const own = folder.witness(mode)
  if (!existsSync(file)) {
    const help = given === undefined && existsSync(own) ? ' The till writes it again from its witness.' : ''
    throw new Error(`There is no journal at ${file}.${help}`)
  }
  const witness = options.text('witness') ?? (given === undefined ? own : undefined)
  const receiptMark = receiptOption(options)
  const verified = verifyJournal(file, witness, receiptMark === undefined ? [] : [receiptMark])
  const help = !verified.ok && given === undefined ? advice(verified.error, host.program) : undefined
  if (options.flag('json')) console.log(JSON.stringify({ file, ...verified, help }))
  else if (verified.ok) {
    const confirmed =
      verified.witnessed === undefined ? '' : `, ${verified.witnessed} confirmed by the witness`
    const { closings } = verified
    const closed =
      closings === undefined ? '' : `, ${closings.count} closings sealed by ${closings.keys.length} key(s)`
    console.log(
      `${file}: ${verified.entries} entries, chain whole${confirmed}${closed}, head ${verified.head.seq} ${verified.head.hash}`,
    )
  } else {
    console.log(`${file}: ${flawLine(verified)} (${verified.error})`)
    if (help !== undefined) console.log(help)
  }
  return verified.ok ? exitCodes.done : exitCodes.fault
}

export const backup = (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, {})
  const file = resolve(options.positional(0, 'the file to write'))
  if (existsSync(file)) throw new UsageFault(`${file} exists already`)
  if (!existsSync(dirname(file))) throw new UsageFault(`the folder ${dirname(file)} does not exist`)
  return withJournal(options, async ({ journal }) => {
    await journal.backup(file)
    const { seq, hash } = journal.head()
    console.log(
      options.flag('json')
        ? JSON.stringify({ file, seq, hash })
        : `${file}: ${seq} entries, verified, head ${hash}`,
    )
    return exitCodes.done
  })
}
