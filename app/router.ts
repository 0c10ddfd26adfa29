import { implement, ORPCError } from '@orpc/server'
import { contract } from '../main/contract.ts'
import type { CustomerPage } from '../main/contract/devices.ts'
import { money } from '../main/domain/money.ts'
import { NotAllowed } from '../main/guarded-till.ts'
import type { Till } from '../main/till.ts'
import { followNotices } from './notices.ts'
import { createUploads } from './uploads.ts'

/** What a call knows about the screen it came from. */
export interface CallContext {
  /** Aborted when the line to the screen is closed. */
  readonly gone: AbortSignal
}

/**
 * The contract, spoken by a till: one line per command, for every host the same. What a screen sends is parsed by the
 * contract before a line below runs; what a line returns is the till's own word.
 */
export const createRouter = (till: Till, customerPage: () => CustomerPage = () => ({ open: 0 })) => {
  const {
    till: sight,
    sale,
    payment,
    refund,
    receipt,
    people,
    cash,
    reconciliation,
    reports,
    devices,
    settings,
  } = implement(contract)
    .$context<CallContext>()
    .use(async ({ next }) => {
      try {
        return await next()
      } catch (fault) {
        if (fault instanceof NotAllowed)
          throw new ORPCError('FORBIDDEN', { message: fault.message, cause: fault })
        throw fault
      }
    })
  const done = (): true => true
  const uploads = createUploads()
  return {
    till: {
      view: sight.view.handler(() => till.view()),
      notices: sight.notices.handler(({ signal, context: { gone } }) =>
        followNotices(till, signal === undefined ? gone : AbortSignal.any([gone, signal])),
      ),
    },
    sale: {
      charge: sale.charge.handler(({ input }) =>
        till.charge(money(input.amount.minor, input.amount.currency), input.scanned),
      ),
      abort: sale.abort.handler(({ input }) => till.abort(input.id)),
      next: sale.next.handler(() => till.next()),
      prepare: sale.prepare.handler(() => (till.prepare(), done())),
      key: sale.key.handler(({ input }) => {
        till.key(input.amount && money(input.amount.minor, input.amount.currency), input.inCash)
        return done()
      }),
    },
    payment: {
      find: payment.find.handler(({ input }) => till.find(input.text) ?? null),
      list: payment.list.handler(({ input }) => till.list(input.limit)),
      query: payment.query.handler(({ input }) => till.query(input.id)),
      story: payment.story.handler(({ input }) => till.story(input.id)),
      discrepancySeen: payment.discrepancySeen.handler(
        ({ input }) => (till.discrepancySeen(input.id, input.kind), done()),
      ),
    },
    refund: {
      start: refund.start.handler(({ input }) =>
        till.refund(input.payment, money(input.amount.minor, input.amount.currency), input.token),
      ),
    },
    receipt: {
      faces: receipt.faces.handler(({ input }) => till.receiptFaces(input.of, input.for) ?? null),
      print: receipt.print.handler(({ input }) => till.print(input.of, input.for)),
      retry: receipt.retry.handler(({ input }) => till.retryPrint(input.job)),
      drop: receipt.drop.handler(({ input }) => (till.dropPrint(input.job), done())),
    },
    people: {
      names: people.names.handler(() => till.people.names()),
      signIn: people.signIn.handler(({ input }) => till.people.signIn(input)),
      lock: people.lock.handler(() => (till.people.lock(), done())),
      awake: people.awake.handler(() => (till.people.awake(), done())),
      list: people.list.handler(() => till.people.list()),
      set: people.set.handler(({ input }) => till.people.set(input)),
      approve: people.approve.handler(({ input }) => till.people.approve(input)),
    },
    cash: {
      openShift: cash.openShift.handler(({ input }) => till.cash.openShift(input)),
      sell: cash.sell.handler(({ input }) => till.cash.sell(input)),
      sale: cash.sale.handler(({ input }) => till.cash.sale(input.id) ?? null),
      refund: cash.refund.handler(({ input }) => till.cash.refund(input)),
      move: cash.move.handler(({ input }) => till.cash.move(input)),
      openDrawer: cash.openDrawer.handler(({ input }) => till.cash.openDrawer(input.why)),
      count: cash.count.handler(({ input }) => till.cash.count(input.denominations)),
      x: cash.x.handler(() => till.cash.x()),
      close: cash.close.handler(({ input }) => till.cash.close(input)),
      closings: cash.closings.handler(({ input }) => till.cash.closings(input.limit)),
      closing: cash.closing.handler(({ input }) => till.cash.closing(input.number) ?? null),
      print: cash.print.handler(({ input }) => till.cash.print(input.number)),
      pdf: cash.pdf.handler(({ input }) => till.cash.pdf(input.number)),
    },
    reconciliation: {
      view: reconciliation.view.handler(() => till.reconciliation.view()),
      fetch: reconciliation.fetch.handler(() => till.reconciliation.fetch()),
      take: reconciliation.take.handler(({ input }) => {
        const uploaded = uploads(input)
        if (uploaded.state === 'whole') {
          return till.reconciliation.take({ name: uploaded.name, base64: uploaded.base64 })
        }
        return uploaded.state === 'more'
          ? { ok: true, value: { result: 'more' } }
          : { ok: false, error: 'broken-off' }
      }),
      run: reconciliation.run.handler(({ input, signal, context: { gone } }) =>
        till.reconciliation.run(input.day, signal === undefined ? gone : AbortSignal.any([gone, signal])),
      ),
      decide: reconciliation.decide.handler(({ input }) => till.reconciliation.decide(input)),
      bankCredit: reconciliation.bankCredit.handler(({ input }) => till.reconciliation.bankCredit(input)),
    },
    reports: {
      figures: reports.figures.handler(({ input }) => till.reports.figures(input)),
      export: reports.export.handler(({ input, signal, context: { gone } }) =>
        till.reports.export(input, signal === undefined ? gone : AbortSignal.any([gone, signal])),
      ),
      purge: reports.purge.handler(({ input }) => till.reports.purge(input)),
    },
    devices: {
      customerPage: devices.customerPage.handler(() => till.devices.customerPage(customerPage)),
      diagnose: devices.diagnose.handler(({ input }) => till.devices.diagnose(input)),
      listenToScanners: devices.listenToScanners.handler(({ input, signal, context: { gone } }) =>
        till.devices.listenToScanners(input, signal === undefined ? gone : AbortSignal.any([gone, signal])),
      ),
      drawCode: devices.drawCode.handler(({ input }) => till.devices.drawCode(input)),
      findPrinters: devices.findPrinters.handler(() => till.devices.findPrinters()),
      testPrint: devices.testPrint.handler(({ input }) => till.devices.testPrint(input)),
      lookAtPrinter: devices.lookAtPrinter.handler(({ input }) => till.devices.lookAtPrinter(input)),
      tryDrawer: devices.tryDrawer.handler(({ input }) => till.devices.tryDrawer(input)),
      tryDisplay: devices.tryDisplay.handler(({ input }) => till.devices.tryDisplay(input)),
      drawerLevel: devices.drawerLevel.handler(({ input }) => till.devices.drawerLevel(input)),
    },
    settings: {
      read: settings.read.handler(() => till.readSettings()),
      write: settings.write.handler(({ input }) =>
        till.writeSettings(input.settings, input.keys, input.token),
      ),
      test: settings.test.handler(({ input }) => till.testConnection(input.settings, input.keys)),
    },
  }
}
export type TillRouter = ReturnType<typeof createRouter>
