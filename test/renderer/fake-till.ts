import type { ConnectionTest, PaymentView, SettingsView, TillNotice, TillView } from '../../main/contract.ts'
import { parseSettings } from '../../main/settings.ts'
import type { CashAnswers } from './fake-cash.ts'
import { deviceAnswers, fakeDevices, type DeviceAnswers } from './fake-devices.ts'
import { fakeDesks } from './fake-desks.ts'
import { peopleAnswers, type PeopleAnswers } from './fake-people.ts'
import { officeAnswers, type OfficeAnswers } from './fake-office.ts'
import type { ConnectionState, TillClient, TillConnection } from '../../renderer/connection.ts'
import { TillUnreachable } from '../../renderer/connection.ts'
import { idOf, lastSales, quietView, refundRequest, story } from './examples.ts'

export interface Call {
  readonly name: string
  readonly input: unknown
}

/** What the fake answers when it is not told otherwise. */
export interface Answers {
  charge: Awaited<ReturnType<TillClient['sale']['charge']>>
  abort: Awaited<ReturnType<TillClient['sale']['abort']>>
  next: Awaited<ReturnType<TillClient['sale']['next']>>
  find: PaymentView | null
  print: Awaited<ReturnType<TillClient['receipt']['print']>>
  refund: Awaited<ReturnType<TillClient['refund']['start']>>
  receipt: Awaited<ReturnType<TillClient['receipt']['faces']>>
  test: ConnectionTest
  settings: SettingsView
  write: Awaited<ReturnType<TillClient['settings']['write']>> | undefined
  cash: CashAnswers
  people: PeopleAnswers
  devices: DeviceAnswers
}

/**
 * A till without an engine: it shows what it is told to, remembers what it was asked, and answers from a list. It
 * stands in for the contract's other side, so that the screen can be brought into any state at will.
 */
export interface FakeTill {
  readonly connection: TillConnection
  readonly calls: readonly Call[]
  readonly answers: Answers
  readonly office: OfficeAnswers
  readonly show: (change: Partial<TillView>) => void
  /** Takes the field away altogether: no current payment any more. */
  readonly forget: (field: 'current' | 'stopped' | 'confirmAbove') => void
  readonly scan: (text: string) => void
  /** A scanner sends half a code. */
  readonly tear: () => void
  readonly enter: (state: ConnectionState) => void
}

const receipt = `<svg xmlns="http://www.w3.org/2000/svg" width="504" height="420" font-family="monospace" font-size="20">
<text x="252" y="40" text-anchor="middle" font-size="30">Café Morgenstern</text><text x="20" y="110">USD 38.50</text>
<text x="20" y="150">PAID 2026-11-20 10:12:04 +01:00</text></svg>`

const defaultSettings = (): SettingsView => {
  const parsed = parseSettings({ shop: { name: 'Café Morgenstern', timeZone: 'Europe/Vienna' } })
  if (!parsed.ok) throw new Error('the default settings are wrong')
  return {
    settings: parsed.value,
    keysPresent: { md5: false, privateKey: true, alipayPublicKey: false, sftpPassword: false },
    publicKeyPem: '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----',
    file: '/home/shop/.config/spot-till/settings.json',
  }
}

export const createFakeTill = (first: TillView = quietView()): FakeTill => {
  let view = first
  let state: ConnectionState = 'connected'
  const calls: Call[] = []
  const office = officeAnswers()
  const notices = new Set<(notice: TillNotice) => void>()
  const states = new Set<(state: ConnectionState) => void>()
  const closed = new Set<() => void>()
  const answers: Answers = {
    charge: { ok: true, value: idOf(99) },
    abort: { ok: true, value: true },
    next: { ok: true, value: true },
    find: lastSales()[0] ?? null,
    print: { ok: true, value: true },
    refund: { ok: true, value: refundRequest(58).id },
    receipt: { svg: receipt, text: 'USD 38.50 PAID' },
    test: { ok: true, tookMs: 212 },
    settings: defaultSettings(),
    write: undefined,
    cash: {},
    people: peopleAnswers(),
    devices: deviceAnswers(),
  }

  /** Notes the call and answers it, or fails as a page without a line does. */
  const answer = async <T>(name: string, input: unknown, value: () => T): Promise<Awaited<T>> => {
    if (state !== 'connected') throw new TillUnreachable('There is no connection to the till')
    calls.push({ name, input })
    return await value()
  }
  const client: TillClient = {
    till: {
      view: () => answer('till.view', undefined, () => view),
      notices: () => Promise.reject(new Error('the fake tells its notices by itself')),
    },
    sale: {
      charge: (input) => answer('sale.charge', input, () => answers.charge),
      abort: (input) => answer('sale.abort', input, () => answers.abort),
      next: () =>
        answer('sale.next', undefined, () => {
          if (answers.next.ok) forget('current')
          return answers.next
        }),
      prepare: () => answer('sale.prepare', undefined, () => true),
      key: (input) => answer('sale.key', input, () => true),
    },
    payment: {
      find: (input) => answer('payment.find', input, () => answers.find),
      list: (input) => answer('payment.list', input, () => lastSales()),
      query: (input) =>
        answer('payment.query', input, () => ({ ok: false, error: 'unknown-payment' }) as const),
      story: (input) => answer('payment.story', input, () => story()),
      discrepancySeen: (input) => answer('payment.discrepancySeen', input, () => true),
    },
    devices: fakeDevices(answer, answers.devices),
    ...fakeDesks(answer, answers.cash, office, answers.people),
    refund: { start: (input) => answer('refund.start', input, () => answers.refund) },
    receipt: {
      faces: (input) => answer('receipt.faces', input, () => answers.receipt),
      print: (input) => answer('receipt.print', input, () => answers.print),
      retry: (input) => answer('receipt.retry', input, () => ({ ok: true, value: true }) as const),
      drop: (input) => answer('receipt.drop', input, () => true),
    },
    settings: {
      read: () => answer('settings.read', undefined, () => answers.settings),
      write: (input) =>
        answer('settings.write', input, () => {
          if (answers.write !== undefined) return answers.write
          const parsed = parseSettings(input.settings)
          return parsed.ok
            ? ({ ok: true, value: { ...answers.settings, settings: parsed.value } } as const)
            : parsed
        }),
      test: (input) => answer('settings.test', input, () => answers.test),
    },
  }
  const tell = (notice: TillNotice): void => {
    for (const listener of notices) listener(notice)
  }
  const forget: FakeTill['forget'] = (field) => {
    const { [field]: _gone, ...rest } = view
    view = rest
    tell({ type: 'view', view })
  }

  return {
    calls,
    answers,
    office,
    connection: {
      client,
      state: () => state,
      onState: (listener) => {
        states.add(listener)
        return () => states.delete(listener)
      },
      onClosed: (listener) => {
        closed.add(listener)
        return () => closed.delete(listener)
      },
      onNotice: (listener) => {
        notices.add(listener)
        listener({ type: 'view', view })
        return () => notices.delete(listener)
      },
      close: () => undefined,
    },
    show: (change) => {
      view = { ...view, ...change }
      tell({ type: 'view', view })
    },
    forget,
    scan: (text) => tell({ type: 'scanned', text }),
    tear: () => tell({ type: 'scan-broken', by: 'Scanner' }),
    enter: (next) => {
      state = next
      for (const listener of states) listener(next)
      if (next !== 'connected') for (const listener of closed) listener()
    },
  }
}
