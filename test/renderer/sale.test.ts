import { describe, expect, test } from 'vitest'
import type { TillView } from '../../main/contract.ts'
import { money } from '../../main/domain/money.ts'
import type { Payment } from '../../main/domain/payment.ts'
import { stepSale } from '../../renderer/sale.ts'
import {
  faceOf,
  noteShownMs,
  paidShownMs,
  saleAtStart,
  type Panel,
  type SaleCommand,
  type SaleEvent,
  type SaleState,
} from '../../renderer/sale-state.ts'
import {
  alipayCode,
  attempt,
  cancelled,
  cancelling,
  currentOf,
  declined,
  facts,
  idOf,
  notSent,
  paid,
  quietView,
  sending,
  tradeNumber,
  waiting,
} from './examples.ts'

const otherCode = '289999999999999999'

/** A screen under test: events go in, one by one or many, and what came of them is looked at. */
class Counter {
  state: SaleState = saleAtStart
  now = 1000
  commands: SaleCommand[] = []

  constructor(view: TillView = quietView()) {
    this.hear({ type: 'view', view })
  }
  hear(...events: readonly SaleEvent[]): this {
    for (const event of events) {
      const step = stepSale(this.state, event, this.now)
      this.state = step.state
      this.commands.push(...step.commands)
    }
    return this
  }
  key(digits: string): this {
    return this.hear(...Array.from(digits, (digit) => ({ type: 'digits', digits: digit }) as SaleEvent))
  }
  scan(text = alipayCode): this {
    return this.hear({ type: 'scanned', text })
  }
  enter(): this {
    return this.hear({ type: 'confirm' })
  }
  escape(): this {
    return this.hear({ type: 'escape' })
  }
  payment(payment: Payment): this {
    const view = this.state.view ?? quietView()
    return this.hear({ type: 'view', view: { ...view, current: currentOf(payment) } })
  }
  later(ms: number): this {
    this.now += ms
    return this.hear({ type: 'tick' })
  }
  get face(): string {
    return faceOf(this.state, this.now).type
  }
  get noted(): string | undefined {
    const { note } = this.state
    return note?.type === 'plain' ? note.kind : note?.type
  }
  /** The commands given to the till since the last look; sounds apart. */
  asked(): readonly SaleCommand[] {
    const asked = this.commands.filter(({ type }) => type !== 'sound')
    this.commands = []
    return asked
  }
  heard(): readonly string[] {
    const sounds = this.commands.flatMap((command) => (command.type === 'sound' ? [command.sound] : []))
    this.commands = []
    return sounds
  }
}

const chargeOf = (minor: number, scanned = alipayCode): SaleCommand => ({
  type: 'charge',
  amount: money(minor, 'USD'),
  scanned,
})

describe('a sale of four digits and one scan', () => {
  test('the first digit readies the connection, the scan charges, nothing else is asked', () => {
    const counter = new Counter().key('3850').scan()
    expect(counter.asked()).toEqual([{ type: 'prepare' }, chargeOf(3850)])
    expect(counter.face).toBe('asking')
  })

  test('the result is shown, and the next digit starts the next sale with that digit', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    expect(counter.face).toBe('result')
    expect(counter.heard()).toEqual(['success'])
    counter.later(paidShownMs).key('7')
    expect(counter.asked()).toEqual([{ type: 'next' }, { type: 'prepare' }])
    expect(counter.state.keyed).toBe('7')
    expect(counter.face).toBe('amount')
  })

  test('a paid result is seen for its time even when the next amount is keyed at once', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    counter.later(300).key('12')
    expect(counter.state.keyed).toBe('12')
    expect(counter.face).toBe('result')
    counter.hear({ type: 'view', view: quietView() })
    expect(counter.face).toBe('result')
    counter.later(paidShownMs)
    expect(counter.face).toBe('amount')
    expect(counter.state.keyed).toBe('12')
  })

  test('the button of a seen result goes on at once', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    counter.asked()
    counter.hear({ type: 'dismiss' })
    expect(counter.asked()).toEqual([{ type: 'next' }])
    expect(counter.face).toBe('amount')
  })

  test('an amount never outlives its sale', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    counter.later(paidShownMs).enter().hear({ type: 'view', view: quietView() })
    expect(counter.state.keyed).toBe('')
    expect(counter.face).toBe('amount')
  })

  test('the screen that is opened late shows the last result without a sound', () => {
    const counter = new Counter({ ...quietView(), current: currentOf(paid(attempt())) })
    expect(counter.face).toBe('result')
    expect(counter.heard()).toEqual([])
  })
})

describe('while a payment is open', () => {
  const open = [sending(attempt()), waiting(attempt(), 'timed-out'), cancelling(attempt(), 'limit', 0)]

  test.each(open)('F38: $state: keys and scans change nothing and are answered with a note', (payment) => {
    const counter = new Counter().key('3850').scan().payment(payment)
    counter.asked()
    counter.key('12').scan(otherCode).scan(idOf(7)).scan('hello')
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('busy')
    expect(counter.state.panel).toBeUndefined()
    expect(counter.face).toBe('result')
  })

  test('F38: the same code again is ignored with a note of its own', () => {
    const counter = new Counter().key('3850').scan()
    counter.asked()
    counter.scan()
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('same-code')
    counter.payment(waiting(attempt(), 'waiting-for-buyer')).scan()
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('same-code')
  })

  test('Esc stops it, once it is known to the till', () => {
    const counter = new Counter().key('3850').scan().escape()
    expect(counter.asked()).toEqual([{ type: 'prepare' }, chargeOf(3850)])
    counter.payment(waiting(attempt(), 'waiting-for-buyer')).escape()
    expect(counter.asked()).toEqual([{ type: 'abort', id: idOf(1) }])
  })

  test('while it is cancelled Esc and digits say so, and Enter turns to the next customer', () => {
    const counter = new Counter().key('3850').scan().payment(cancelling(attempt(), 'limit'))
    counter.asked()
    counter.escape().key('5')
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('busy-cancelling')
    counter.enter()
    expect(counter.asked()).toEqual([{ type: 'next' }])
  })

  test('Enter alone does nothing to a payment that may still be paid', () => {
    const counter = new Counter().payment(waiting(attempt(), 'timed-out')).enter()
    expect(counter.asked()).toEqual([])
  })
})

describe('after a result without money', () => {
  test.each([
    declined(attempt()),
    cancelled(attempt(), 'cashier'),
    cancelled(attempt(), 'limit', { action: 'refund' }),
    notSent(attempt(), 'unreachable'),
  ])('$state: a new scan charges the same amount again', (payment) => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(payment)
    expect(counter.heard()).toEqual(['failure'])
    counter.scan(otherCode)
    expect(counter.asked()).toEqual([chargeOf(3850, otherCode)])
  })

  test('a digit begins a new amount', () => {
    const counter = new Counter().payment(declined(attempt())).key('9')
    expect(counter.state.keyed).toBe('9')
    expect(counter.face).toBe('amount')
    expect(counter.asked()).toEqual([{ type: 'next' }, { type: 'prepare' }])
  })

  test('the next payment is shown though the last one was turned away from', () => {
    const counter = new Counter()
      .payment(declined(attempt(1)))
      .key('900')
      .scan(otherCode)
    counter.payment(sending(attempt(2, 900)))
    expect(counter.face).toBe('result')
    expect(counter.state.asking).toBeUndefined()
  })

  test.each([
    declined(attempt(), 'X', { stage: 'over', closing: false, foundPaid: facts }),
    declined(attempt(), 'X', { stage: 'over', closing: false, otherAmount: true }),
    paid(attempt(), true),
    paid(attempt()),
  ])('F38: $state with money moved: a scan does not charge it again', (payment) => {
    const counter = new Counter().payment(payment).scan(otherCode)
    expect(counter.asked()).toEqual([{ type: 'next' }])
    expect(counter.state.held?.scanned).toBe(otherCode)
  })

  test('F38: the second half of a double scan after a paid sale is ignored', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    counter.asked()
    counter.scan()
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('same-code')
    expect(counter.state.held).toBeUndefined()
    expect(counter.face).toBe('result')
  })
})

describe('a code scanned before its amount', () => {
  test('is held, and charged by Enter only', () => {
    const counter = new Counter().scan()
    expect(counter.heard()).toEqual(['ignored'])
    expect(counter.state.held?.lastFour).toBe('3456')
    counter.key('1200')
    expect(counter.asked()).toEqual([{ type: 'prepare' }])
    counter.enter()
    expect(counter.asked()).toEqual([chargeOf(1200)])
    expect(counter.state.held).toBeUndefined()
  })

  test('is not charged for nothing', () => {
    const counter = new Counter().scan().enter()
    expect(counter.asked()).toEqual([])
    expect(counter.noted).toBe('no-amount')
  })

  test('F38: is dropped when it is too old', () => {
    const counter = new Counter().scan().key('1200')
    counter.asked()
    counter.later(quietView().scannedCodeLifeMs - 1)
    expect(counter.state.held).toBeDefined()
    counter.later(1)
    expect(counter.state.held).toBeUndefined()
    expect(counter.noted).toBe('code-dropped')
    counter.enter()
    expect(counter.asked()).toEqual([])
  })

  test('gives way to the code scanned after it', () => {
    expect(new Counter().scan().scan(otherCode).state.held?.scanned).toBe(otherCode)
  })

  test('is forgotten with Esc', () => {
    expect(new Counter().scan().key('12').escape().state).toMatchObject({ keyed: '', held: undefined })
  })

  test('no code stays in memory longer than its life', () => {
    const counter = new Counter().key('3850').scan().payment(sending(attempt())).payment(paid(attempt()))
    counter.later(quietView().scannedCodeLifeMs)
    expect(JSON.stringify(counter.state)).not.toContain(alipayCode)
  })
})

describe('a large amount', () => {
  const view = quietView({ confirmAbove: 10_000 })

  test('is confirmed by Enter before the scan charges it', () => {
    const counter = new Counter(view).key('10001').enter()
    expect(counter.noted).toBe('scan-now')
    counter.scan()
    expect(counter.asked()).toContainEqual(chargeOf(10_001))
  })

  test('scanned without confirmation waits for Enter', () => {
    const counter = new Counter(view).key('10001').scan()
    expect(counter.noted).toBe('confirm-first')
    expect(counter.asked()).toEqual([{ type: 'prepare' }])
    counter.enter()
    expect(counter.asked()).toEqual([chargeOf(10_001)])
  })

  test('is asked about again when it was changed after the confirmation', () => {
    const counter = new Counter(view).key('10001').enter().key('0').scan()
    expect(counter.asked()).toEqual([{ type: 'prepare' }])
    expect(counter.noted).toBe('confirm-first')
  })

  test('costs no key up to the limit', () => {
    expect(new Counter(view).key('10000').scan().asked()).toContainEqual(chargeOf(10_000))
  })
})

describe('scans that are no payment', () => {
  test.each(['130000000000000000', '6212345678901234567'])('%s is named as another wallet', (text) => {
    const counter = new Counter().key('3850').scan(text)
    expect(counter.noted).toBe('other-wallet')
    expect(counter.heard()).toEqual(['failure'])
    expect(counter.state.keyed).toBe('3850')
  })

  test.each(['hello', 'https://example.org/?a=1', '12', 'x'.repeat(4096)])(
    '%s is refused with a note',
    (text) => {
      const counter = new Counter().key('3850').scan(text)
      expect(counter.noted).toBe('unknown-scan')
      expect(counter.state.keyed).toBe('3850')
    },
  )

  test.each([idOf(7), tradeNumber])('the number %s opens its refund', (text) => {
    expect(new Counter().scan(text).state.panel).toEqual({ type: 'refund', text })
  })

  test('digits of a code that is dealt with elsewhere do not stay in the amount', () => {
    const { state } = new Counter().key('3850285').hear({ type: 'digits-taken-back', count: 3 })
    expect(state.keyed).toBe('3850')
  })

  test('F39: a broken scan charges nothing and gives back the digits it began with', () => {
    const counter = new Counter().key('3850').key('28').hear({ type: 'scan-broken', tookBack: 2 })
    expect(counter.noted).toBe('broken-scan')
    expect(counter.state.keyed).toBe('3850')
  })

  test('the digits by which a slow scan began do not stay in the amount', () => {
    const counter = new Counter()
      .key('3850')
      .key('281')
      .hear({ type: 'scanned', text: alipayCode, tookBack: 3 })
    expect(counter.asked()).toContainEqual(chargeOf(3850))
  })
})

describe('pages over the sale', () => {
  test.each(['help', 'sales', 'camera'] as const)('the next digit closes %s and begins the sale', (type) => {
    const counter = new Counter().hear({ type: 'open', panel: { type } }).key('5')
    expect(counter.state.panel).toBeUndefined()
    expect(counter.state.keyed).toBe('5')
  })

  test.each(['refund', 'settings', 'code'] as const)('digits stay out of the amount on %s', (type) => {
    const counter = new Counter().hear({ type: 'open', panel: { type } }).key('5')
    expect(counter.state.panel).toEqual({ type })
    expect(counter.state.keyed).toBe('')
  })

  test.each<Panel>([
    { type: 'refund' },
    { type: 'story', id: idOf(7) },
    { type: 'receipt', of: idOf(7), payment: idOf(7) },
    { type: 'sales' },
    { type: 'help' },
    { type: 'diagnosis' },
    { type: 'settings' },
    { type: 'people' },
    { type: 'office' },
    { type: 'cash', page: 'count' },
    { type: 'closing', number: 3 },
    { type: 'tender', amount: money(3850, 'USD') },
  ])('F38: a payment code is not charged behind the page $type', (panel) => {
    const counter = new Counter().key('3850').hear({ type: 'open', panel }).scan()
    expect(counter.asked()).toEqual([{ type: 'prepare' }])
    expect(counter.noted).toBe('close-panel')
    counter.escape().enter()
    expect(counter.asked()).toEqual([])
  })

  test('a code read by the camera charges and closes it', () => {
    const counter = new Counter()
      .key('3850')
      .hear({ type: 'open', panel: { type: 'camera' } })
      .scan()
    expect(counter.state.panel).toBeUndefined()
    expect(counter.asked()).toContainEqual(chargeOf(3850))
  })

  test('Esc closes the page and leaves amount and payment alone', () => {
    const counter = new Counter()
      .payment(waiting(attempt(), 'timed-out'))
      .hear({ type: 'open', panel: { type: 'help' } })
    counter.escape()
    expect(counter.asked()).toEqual([])
    expect(counter.state.panel).toBeUndefined()
  })
})

describe('the till behind the screen', () => {
  test('a refused charge is said, and the amount stays', () => {
    const counter = new Counter()
      .key('3850')
      .scan()
      .hear({ type: 'charge-answered', refusal: 'code-just-used' })
    expect(counter.noted).toBe('charge-refused')
    expect(counter.state.keyed).toBe('3850')
    expect(counter.face).toBe('amount')
  })

  test('a line that breaks while a charge is under way keeps the amount and says what to look at', () => {
    const counter = new Counter().key('3850').scan().hear({ type: 'till-lost' })
    expect(counter.noted).toBe('till-lost')
    expect(counter.state.keyed).toBe('3850')
  })

  test('a charge that took effect though its answer was lost is shown, and its amount is not charged again', () => {
    const counter = new Counter().key('3850').scan().hear({ type: 'till-lost' }).payment(paid(attempt()))
    expect(counter.face).toBe('result')
    counter.asked()
    counter.scan(otherCode)
    expect(counter.asked()).toEqual([{ type: 'next' }])
  })

  test('F38: a stopped till takes neither digits nor scans', () => {
    const counter = new Counter(quietView({ stopped: { why: 'journal', detail: 'disk full' } }))
    counter.key('3850').scan().enter()
    expect(counter.asked()).toEqual([])
    expect(counter.state.keyed).toBe('')
    expect(counter.face).toBe('stopped')
  })

  test('nothing is taken before the till was heard', () => {
    const { state, commands } = stepSale(saleAtStart, { type: 'scanned', text: alipayCode }, 0)
    expect(commands).toEqual([])
    expect(faceOf(state, 0).type).toBe('loading')
  })

  test('a note goes by itself', () => {
    const counter = new Counter().scan('hello').later(noteShownMs)
    expect(counter.noted).toBeUndefined()
  })
})
