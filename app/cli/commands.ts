import { acknowledge } from './acknowledge.ts'
import { cash, shift } from './cash.ts'
import { close, closings, x } from './close.ts'
import { doctor } from './doctor.ts'
import { exportFile } from './export.ts'
import { files } from './files.ts'
import { gateway } from './gateway.ts'
import type { CommandHost } from './host.ts'
import { backup, list, receipt, show, verify } from './journal.ts'
import { cancel, query, recover, refund, sell } from './money.ts'
import { purge } from './purge.ts'
import { people } from './people.ts'
import { reconcile } from './reconcile.ts'
import { mend, restore } from './repair.ts'

export interface Command {
  readonly usage: string
  readonly what: string
  readonly run: (args: readonly string[], host: CommandHost) => Promise<number>
}

export const commands: Readonly<Record<string, Command>> = {
  sell: {
    usage: 'sell --amount 12.50 [--currency USD] --code 28… [--no-wait]',
    what: 'take a payment and wait for its final state',
    run: sell,
  },
  query: { usage: 'query ID', what: 'ask the gateway about a payment now', run: query },
  cancel: { usage: 'cancel ID', what: 'stop a payment that is still open', run: cancel },
  refund: {
    usage: 'refund --id ID [--amount 5.00] [--no-wait]',
    what: 'give money back; the whole rest without --amount',
    run: refund,
  },
  shift: {
    usage: 'shift open --float 100.00 [--count 5000=2,...]',
    what: 'open the shift of the drawer',
    run: shift,
  },
  cash: {
    usage:
      'cash sell|refund|in|out|drawer|count [--amount 5.50] [--tendered 10] [--reason WHY] [--receipt NUMBER] [--count 5000=2,...]',
    what: 'what is done with the drawer; --count has values in minor units, --receipt names the sale of a refund',
    run: cash,
  },
  x: { usage: 'x [--pdf FILE] [--print]', what: 'what the day has come to; writes nothing', run: x },
  close: {
    usage: 'close [--count 5000=2,...] [--reason WHY] [--pdf FILE] [--print]',
    what: 'count the drawer and close the day',
    run: close,
  },
  closings: {
    usage: 'closings [NUMBER] [--limit 20] [--pdf FILE] [--print]',
    what: 'the days that were closed, or one of them',
    run: closings,
  },
  recover: {
    usage: 'recover [--for SECONDS]',
    what: 'chase until nothing is open',
    run: recover,
  },
  list: { usage: 'list [--limit 20]', what: 'the latest payments', run: list },
  show: { usage: 'show ID', what: 'the story of a payment', run: show },
  receipt: {
    usage: 'receipt ID [--format text|svg|escpos] [--for customer|merchant]',
    what: 'print a receipt to standard output',
    run: receipt,
  },
  export: {
    usage:
      'export [sales|closings|reconciliation|bookkeeping|journal] --from 2026-11-01 --to 2026-11-30 [--format csv-for-machines|csv|xlsx|jsonl]',
    what: "a file of the shop's days for people, a spreadsheet or another program",
    run: exportFile,
  },
  files: {
    usage: 'files fetch [--wait] | take FILE... | list',
    what: "Alipay's transaction and settlement files: from its server, by hand, or which ones there are",
    run: files,
  },
  reconcile: {
    usage: 'reconcile --day 2026-03-02 | decide KEY accepted|claimed|written-off|wait --note WHY',
    what: "match a day in China with Alipay's files, or decide on a difference",
    run: reconcile,
  },
  purge: {
    usage: 'purge --before 2016-01-01 [--really]',
    what: "the provider's files and old logs that need not be kept any more; the journal stays",
    run: purge,
  },
  verify: {
    usage: 'verify [FILE] [--witness FILE] [--receipt NUMBER:HASH]',
    what: 'walk the chain of the journal, and hold it against witness and paper',
    run: verify,
  },
  mend: { usage: 'mend', what: 'put back from the witness what the journal lost', run: mend },
  restore: {
    usage: 'restore [BACKUP] --receipt NUMBER:HASH | --no-receipt',
    what: 'put a backup back, or accept that the witness is lost',
    run: restore,
  },
  backup: { usage: 'backup FILE', what: 'copy the journal and verify the copy', run: backup },
  gateway: {
    usage: 'gateway [--port 8910] [--books FILE] [--files FOLDER [--for-day 2026-11-20]]',
    what: "run the training gateway alone, or write the provider's files of its books",
    run: gateway,
  },
  acknowledge: {
    usage: 'acknowledge [--entry NUMBER]',
    what: 'say why the till halted, and let it sell again',
    run: acknowledge,
  },
  people: {
    usage: 'people list|add|set|reset [--operator op-1] [--name NAME] [--role ROLE] [--left|--back]',
    what: 'who may sign in; PINs are read from standard input',
    run: people,
  },
  doctor: {
    usage: 'doctor [--print]',
    what: 'look for what keeps the till from working; print a slip that tests the printer',
    run: doctor,
  },
}
