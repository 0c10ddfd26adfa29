import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeTill, openTillJournal, type ComposedTill } from '../../app/compose.ts'
import { readSettingsFile } from '../../app/settings-file.ts'
import { systemClock } from '../../app/system.ts'
import type { OperatorInput } from '../../main/contract/people.ts'
import type { Desks } from '../../main/desks.ts'
import type { EntryBody } from '../../main/domain/entry.ts'
import type { CashId, PaymentId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import { roles, type OperatorId, type Role } from '../../main/domain/operator.ts'
import { acts, mayDo, rights, type Act } from '../../main/domain/rights.ts'
import type { Day } from '../../main/domain/time.ts'
import { NotAllowed } from '../../main/guarded-till.ts'
import type { Settings } from '../../main/settings.ts'
import { settingsText } from '../../main/settings-text.ts'
import { deskActs, tillActs, type StreamRule } from '../../main/till-acts.ts'
import type { KeysInput, Till } from '../../main/till.ts'
import { startTrainingGateway, type TrainingGateway } from '../../main/training/server.node.ts'
import { dataFolderFor } from '../cli/run-till.ts'
import { nextCode, until } from '../till/shop.ts'
import { enterEverybody, pinOf, signIn } from './counter.ts'
import { agreed, soldByWallet } from './sold.ts'
import { anybody, expected } from './who-may.ts'

type Who = Role | 'nobody'
const whos: readonly Who[] = [...roles, 'nobody']

/** What the calls of this file leave in the journal, each with the act that it is. */
const privileged: Readonly<Partial<Record<EntryBody['kind'], Act>>> = {
  'payment-requested': 'sell',
  'refund-requested': 'refund',
  'act-approved': 'look',
  'operator-set': 'set-people',
  'settings-changed': 'change-settings',
  'shift-opened': 'open-shift',
  'cash-sold': 'sell-for-cash',
  'cash-refunded': 'refund-cash',
  'cash-moved': 'move-cash',
  'drawer-opened': 'open-drawer',
  'cash-counted': 'count-cash',
  'day-closed': 'close-day',
  'bank-credited': 'enter-bank-credit',
}

const somePayment = '7577004710000000000000000001' as PaymentId
const someReceipt = '4577004710000000000000000001' as CashId
const day = '2026-11-20' as Day

type Calls = Readonly<Record<string, (till: Till, settings: Settings, who: Who) => unknown>>
const calls: Calls = {
  view: (till) => till.view(),
  onNotice: (till) => till.onNotice(() => undefined)(),
  'people.names': (till) => till.people.names(),
  'people.awake': (till) => till.people.awake(),
  'people.list': (till) => till.people.list(),
  'people.set': (till, _, who) =>
    till.people.set({ name: `New ${who}`, role: 'cashier', active: true, pin: '735192' }),
  'people.approve': (till) =>
    till.people.approve({ proof: { badge: '285902802486590277' }, act: 'refund', about: 'x' }),
  find: (till) => till.find(somePayment),
  key: (till) => till.key(money(1250, 'EUR')),
  list: (till) => till.list(1),
  story: (till) => till.story(somePayment),
  receiptFaces: (till) => till.receiptFaces(somePayment, 'customer'),
  query: (till) => till.query(somePayment),
  print: (till) => till.print(somePayment, 'customer'),
  retryPrint: (till) => till.retryPrint(4711),
  dropPrint: (till) => till.dropPrint(4711),
  charge: (till) => till.charge(money(0, 'USD'), nextCode()),
  abort: (till) => till.abort(somePayment),
  next: (till) => till.next(),
  prepare: (till) => till.prepare(),
  asksOfRefusalFirst: (till) => till.asksOfRefusalFirst(somePayment),
  refund: (till) => till.refund(somePayment, money(100, 'USD')),
  'cash.openShift': (till) => till.cash.openShift({ float: 1000 }),
  'cash.sell': (till) => till.cash.sell({ amount: 100, tendered: 200 }),
  'cash.sale': (till) => till.cash.sale(someReceipt),
  'cash.refund': (till) => till.cash.refund({ amount: 10, reason: 'returned' }),
  'cash.move': (till) => till.cash.move({ direction: 'in', amount: 100, reason: 'change' }),
  'cash.openDrawer': (till) => till.cash.openDrawer('change'),
  'cash.count': (till) => till.cash.count({ '100': 11 }),
  'cash.x': (till) => till.cash.x(),
  'cash.print': (till) => till.cash.print(undefined),
  'cash.pdf': (till) => till.cash.pdf(undefined),
  'cash.close': (till) => till.cash.close(),
  'cash.print 1': (till) => till.cash.print(1),
  'cash.pdf 1': (till) => till.cash.pdf(1),
  'cash.closings': (till) => till.cash.closings(1),
  'cash.closing': (till) => till.cash.closing(1),
  discrepancySeen: (till) => till.discrepancySeen(somePayment, 'other-amount'),
  'reconciliation.view': (till) => till.reconciliation.view(),
  'reconciliation.fetch': (till) => till.reconciliation.fetch(),
  'reconciliation.take': (till) => till.reconciliation.take({ name: 'x.csv', base64: '' }),
  'reconciliation.run': (till) => till.reconciliation.run(day).return(),
  'reconciliation.decide': (till) =>
    till.reconciliation.decide({ difference: 'none' as never, mark: '', decision: 'wait', note: 'x' }),
  'reconciliation.bankCredit': (till) =>
    till.reconciliation.bankCredit({ day, currency: 'USD', minor: 1, note: '' }),
  'reports.figures': (till) => till.reports.figures({ from: day, to: day }),
  'reports.export': (till) =>
    till.reports.export({ what: 'sales', format: 'csv', from: day, to: day }).return(),
  'devices.diagnose': (till) => till.devices.diagnose({}),
  'devices.findPrinters': (till) => till.devices.findPrinters(),
  'devices.testPrint': (till, settings) => till.devices.testPrint({ settings }),
  'devices.drawerLevel': (till, settings) => till.devices.drawerLevel({ settings }),
  'devices.lookAtPrinter': (till, settings) => till.devices.lookAtPrinter({ settings }),
  'devices.tryDrawer': (till, settings) => till.devices.tryDrawer({ settings }),
  'devices.listenToScanners': (till) =>
    till.devices.listenToScanners({ unknown: false, baud: 9600 }).return(),
  'devices.drawCode': (till) => till.devices.drawCode({ text: 'x' }),
  'devices.tryDisplay': (till, settings) => till.devices.tryDisplay({ settings }),
  'devices.customerPage': (till) => till.devices.customerPage(() => ({ open: 0 })),
  'reports.purge': (till) => till.reports.purge({ before: day, really: false }),
  readSettings: (till) => till.readSettings(),
  testConnection: (till, settings) => till.testConnection(settings),
  writeSettings: (till, settings) => till.writeSettings(settings),
  'people.signIn': (till) => till.people.signIn({ badge: '285902802486590277' }),
  'people.lock': (till) => till.people.lock(),
}

/** `refused`: by who is signed in. Whatever else a call is answered is the till's own business. */
const outcomeOf = async (call: () => unknown): Promise<'refused' | 'passed'> => {
  try {
    const answer = (await call()) as { readonly ok?: boolean; readonly error?: unknown } | undefined
    return typeof answer === 'object' && answer !== null && answer.error === 'not-allowed'
      ? 'refused'
      : 'passed'
  } catch (fault) {
    return fault instanceof NotAllowed ? 'refused' : 'passed'
  }
}

describe('the table of acts', () => {
  const actOf = (rule: unknown, given: unknown): Act | 'anybody' => {
    if (typeof rule === 'function') return (rule as (given: unknown) => Act)(given)
    return typeof rule === 'object' ? (rule as StreamRule).whileThere : (rule as Act | 'anybody')
  }
  const table = Object.fromEntries([
    ...Object.entries(tillActs).map(([name, rule]) => [name, actOf(rule, undefined)] as const),
    ...Object.entries(deskActs).flatMap(([desk, rules]) =>
      Object.entries(rules).map(([name, rule]) => [`${desk}.${name}`, actOf(rule, undefined)] as const),
    ),
    ['cash.print 1', actOf(deskActs.cash.print, 1)] as const,
    ['cash.pdf 1', actOf(deskActs.cash.pdf, 1)] as const,
  ])

  test('gives every method to exactly the roles that are written down here', () => {
    const given = Object.fromEntries(
      Object.entries(table).map(([name, act]) => [
        name,
        act === 'anybody' ? anybody : roles.filter((role) => mayDo(role, act)).join(' '),
      ]),
    )
    expect(given).toEqual(expected)
  })

  test('uses every act there is, and every method is called below', () => {
    expect([...new Set(Object.values(table))].filter((act) => act !== 'anybody').toSorted()).toEqual(
      [...acts].toSorted(),
    )
    expect([...Object.keys(calls), 'close'].toSorted()).toEqual(Object.keys(expected).toSorted())
  })

  test('a second person is asked for to hand out more than a limit, to change managers and settings, and to purge', () => {
    const second = Object.entries(rights).flatMap(([act, right]) =>
      'second' in right ? [[act, right.second]] : [],
    )
    expect(second).toEqual([
      ['refund', 'above-limit'],
      ['refund-cash', 'above-limit'],
      ['move-cash', 'above-limit'],
      ['purge', 'always'],
      ['set-people', 'for-managers'],
      ['change-settings', 'always'],
    ])
  })
})

describe('the real till', { timeout: 120_000 }, () => {
  let gateway: TrainingGateway
  let composed: ComposedTill
  let settings: Settings
  let people: Awaited<ReturnType<typeof enterEverybody>>
  const till = (): Till => composed.till
  const sign = async (who: Who): Promise<void> => {
    if (who === 'nobody') till().people.lock()
    else if (till().view().people?.signedIn?.id !== people[who]) {
      await signIn({ desk: till().people }, people[who], pinOf[who])
    }
  }

  beforeAll(async () => {
    gateway = await startTrainingGateway({ port: 0, clock: systemClock })
    const folder = dataFolderFor(gateway.url, {
      people: { refundLimit: 1000 },
      shop: { name: 'Corner Shop' },
    })
    composed = await composeTill({ dataDir: folder })
    const read = await readSettingsFile(composed.folder.settings)
    if (!read.ok) throw new Error('no settings')
    settings = read.value
    people = await enterEverybody({ desk: till().people })
  }, 60_000)
  afterAll(async () => {
    await composed.close()
    await gateway.close()
  })

  test.each(whos)('lets %s do exactly what is theirs, every method (S30)', async (who) => {
    const passed: Record<string, boolean> = {}
    for (const [name, call] of Object.entries(calls)) {
      await sign(who)
      passed[name] = (await outcomeOf(() => call(till(), settings, who))) === 'passed'
    }
    const { close: _close, ...methods } = expected
    expect(passed).toEqual(
      Object.fromEntries(
        Object.entries(methods).map(([name, allowed]) => [name, allowed.split(' ').includes(who)]),
      ),
    )
  })

  test('shows nobody a sale while nobody is signed in, but what the counter is busy with', async () => {
    await sign('cashier')
    const charged = till().charge(money(1250, 'USD'), nextCode())
    if (!charged.ok) throw new Error(charged.error)
    await sign('nobody')
    const locked = till().view()
    expect(locked).toMatchObject({ last: [], open: [], openRefunds: [], discrepancies: [], failedPrints: [] })
    expect(locked.current?.payment.id).toBe(charged.value)
    expect(locked.people).toEqual({ may: [], second: [], names: {}, idleMs: 120_000 })
    // What is in flight goes on without anybody.
    await expect.poll(() => till().view().current?.payment.state, { timeout: 20_000 }).toBe('paid')
  })

  const entries = (id: PaymentId) => till().story(id)
  const paidSale = async (minor: number): Promise<PaymentId> => {
    await sign('cashier')
    return soldByWallet(till(), minor)
  }
  const approve = (act: Act, about: string, who: 'manager' | 'second' = 'manager'): Promise<string> =>
    agreed(till(), { operator: people[who], pin: pinOf[who] }, act, about)

  test('a manager alone makes no second manager up, nor takes a PIN of one (S30)', async () => {
    const { second, cashier } = people
    await sign('manager')
    const set = (input: Partial<OperatorInput>) =>
      till().people.set({ name: 'Lin', role: 'manager', active: true, ...input })
    expect(await set({ id: second, pin: '314159' })).toEqual({ ok: false, error: 'needs-second-person' })
    expect(await set({ id: second, role: 'cashier' })).toEqual({ ok: false, error: 'needs-second-person' })
    expect(await set({ name: 'Nobody', pin: '314159' })).toEqual({ ok: false, error: 'needs-second-person' })
    expect(await set({ id: cashier, name: 'Anna' })).toEqual({ ok: false, error: 'needs-second-person' })
    expect((await set({ id: cashier, name: 'Anna', role: 'cashier' })).ok).toBe(true)
    const token = await approve('set-people', `${second} manager Lin`, 'second')
    expect(await set({ id: second, name: 'Lina', token })).toEqual({
      ok: false,
      error: 'needs-second-person',
    })
    const again = await approve('set-people', `${second} manager Lin`, 'second')
    expect((await set({ id: second, token: again })).ok).toBe(true)
    // The token itself is nobody's secret afterwards, and is in no entry.
    expect(
      till()
        .people.list()
        .find(({ id }) => id === second),
    ).not.toHaveProperty('token')
  })

  test('a refund above the limit, also in parts, needs a second person, and every entry says who (S32)', async () => {
    const sale = await paidSale(5000)
    const refund = (minor: number, token?: string) => till().refund(sale, money(minor, 'USD'), token)
    expect(refund(1001)).toEqual({ ok: false, error: 'needs-second-person' })
    // Ten were given back in cash, above.
    expect(refund(991)).toEqual({ ok: false, error: 'needs-second-person' })
    expect(refund(990).ok).toBe(true)
    await until(till(), sale, ({ refunds }) => refunds.every(({ state }) => state === 'refunded'))
    expect(refund(1)).toEqual({ ok: false, error: 'needs-second-person' })
    const token = await approve('refund', `${sale} 2000`)
    expect(refund(2001, token)).toEqual({ ok: false, error: 'needs-second-person' })
    expect(refund(2000, token)).toEqual({ ok: false, error: 'needs-second-person' })
    expect(refund(2000, await approve('refund', `${sale} 2000`)).ok).toBe(true)
    const byPerson = entries(sale)
      .filter(({ body }) => body.kind === 'payment-requested' || body.kind === 'refund-requested')
      .map(({ operator }) => operator)
    expect(byPerson).toEqual([people.cashier, people.cashier, people.cashier])
    // A manager is no second person to themselves.
    await sign('manager')
    expect(refund(1500)).toEqual({ ok: false, error: 'needs-second-person' })
    expect(refund(1500, await approve('refund', `${sale} 1500`, 'second')).ok).toBe(true)
  })

  test('what a second person agreed to is not used up while an earlier refusal of the sale is asked about', async () => {
    // Of this amount the training gateway refuses every refund.
    const sale = await paidSale(9075)
    const refund = (token: string) => till().refund(sale, money(1500, 'USD'), token)
    expect(refund(await approve('refund', `${sale} 1500`, 'second')).ok).toBe(true)
    await until(till(), sale, ({ refunds }) => refunds.every(({ state }) => state === 'refused'))
    const token = await approve('refund', `${sale} 1500`, 'second')
    expect(refund(token)).toEqual({ ok: false, error: 'refusal-in-doubt' })
    await expect.poll(() => till().asksOfRefusalFirst(sale)).toBe(false)
    expect(refund(token).ok).toBe(true)
    expect(refund(token)).toEqual({ ok: false, error: 'needs-second-person' })
  })

  test('the receipt of the sale names the cashier, not the id', async () => {
    const sale = await paidSale(700)
    expect(till().receiptFaces(sale, 'customer')?.text).toContain('Anna')
    expect(till().receiptFaces(sale, 'customer')?.text).not.toContain(people.cashier)
    expect(till().find(sale)?.payment.operator).toBe(people.cashier)
  })

  /** What the till wants a second person to agree to before it writes this. */
  const aboutOf = async (next: Settings, keys?: KeysInput): Promise<string> => {
    const refused = await till().writeSettings(next, keys)
    if (refused.ok) throw new Error('written without a second person')
    const [fault] = refused.error
    expect(fault?.message).toContain('second person')
    return fault?.about ?? ''
  }

  test('a yes to new settings is a yes to exactly these, and to the keys that go with them (S30)', async () => {
    await sign('cashier')
    till().next()
    await sign('technician')
    const harmless = { ...settings, shop: { ...settings.shop, name: 'Corner' } }
    const harmful = { ...harmless, people: { ...settings.people, refundLimit: 10_000_000 } }
    const about = await aboutOf(harmless)
    const written = async (next: Settings, keys?: KeysInput): Promise<boolean> =>
      (await till().writeSettings(next, keys, await approve('change-settings', about))).ok
    expect(await written(harmful)).toBe(false)
    expect(await written(harmless, { sftpPassword: 'of another server' })).toBe(false)
    expect(till().view().shop).toBe('Corner Shop')
    // The same content is the same, whatever its fields were written in which order.
    expect(await aboutOf({ ...harmful, people: settings.people })).toBe(about)
    expect(await written(harmless, {})).toBe(true)
    expect(till().view().shop).toBe('Corner')
  })

  test('what is agreed to tells a password to nobody who reads the journal', async () => {
    await sign('technician')
    const keys = { sftpPassword: '1234' }
    const about = await aboutOf(settings, keys)
    expect(about).toMatch(/^settings [0-9a-f]{64}$/)
    // Else whoever has the journal could try passwords until one fits.
    expect(about).not.toContain(createHash('sha256').update(settingsText(settings, keys)).digest('hex'))
    expect(about).not.toBe(await aboutOf(settings, { sftpPassword: '1235' }))
  })

  test('settings are changed by two, are journaled with the first, who stays signed in', async () => {
    // The technician sells nothing: the counter is left free by somebody who does.
    await sign('cashier')
    till().next()
    await sign('technician')
    const changed = { ...settings, shop: { ...settings.shop, name: 'Corner Shop 2' } }
    const token = await approve('change-settings', await aboutOf(changed))
    expect((await till().writeSettings(changed, undefined, token)).ok).toBe(true)
    expect(till().view()).toMatchObject({
      shop: 'Corner Shop 2',
      people: { signedIn: { id: people.technician }, refundLimit: 1000 },
    })
    expect((await till().writeSettings(changed, undefined, token)).ok).toBe(false)
  })

  test('a desk that a new hand reaches around the table does not exist', () => {
    const desks: Desks = till()
    for (const desk of ['people', 'cash', 'reconciliation', 'reports', 'devices'] as const) {
      expect(Object.keys(desks[desk]).toSorted()).toEqual(Object.keys(deskActs[desk]).toSorted())
    }
  })

  test('every privileged entry of all this bears the id of somebody whose role may do it (S32)', async () => {
    await composed.till.close()
    const journal = openTillJournal(composed.folder, settings, composed.log)
    try {
      const roleOf = new Map<string, Role>()
      const done: string[] = []
      for (const { body, operator } of journal.entries()) {
        if (body.kind === 'operator-set') roleOf.set(body.operator.id, body.operator.role)
        const act = privileged[body.kind]
        if (act === undefined) continue
        const role = roleOf.get(operator)
        done.push(`${body.kind} ${role !== undefined && mayDo(role, act)}`)
      }
      expect([...new Set(done)].toSorted()).toEqual(
        Object.keys(privileged)
          .map((kind) => `${kind} true`)
          .toSorted(),
      )
    } finally {
      journal.close()
    }
  })

  test('one manager alone needs nobody, because there is nobody to ask', async () => {
    const folder = dataFolderFor(gateway.url, { people: { refundLimit: 1000 } })
    const alone = await composeTill({ dataDir: folder })
    try {
      const made = await alone.till.people.set({ name: 'Mei', role: 'manager', active: true, pin: '271828' })
      if (!made.ok) throw new Error(made.error)
      const id: OperatorId = made.value.id
      await expect(async () => alone.till.readSettings()).rejects.toThrow(NotAllowed)
      await signIn({ desk: alone.till.people }, id, '271828')
      const read = await alone.till.readSettings()
      expect((await alone.till.writeSettings({ ...read.settings, till: 'till-2' })).ok).toBe(true)
      expect(alone.till.view()).toMatchObject({ till: 'till-2', people: { signedIn: { id }, second: [] } })
      expect((await alone.till.writeSettings({ ...read.settings, people: { idleMinutes: 2 } })).ok).toBe(true)
      expect(alone.till.view().people).not.toHaveProperty('refundLimit')
    } finally {
      await alone.close()
    }
  })
})
