import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { padDigits } from '../../renderer/amount.ts'
import { stepSale } from '../../renderer/sale.ts'
import { faceOf, saleAtStart, type SaleEvent } from '../../renderer/sale-state.ts'
import { alipayCode, currentOf, everyPayment, idOf, quietView } from './examples.ts'

const otherCode = '289999999999999999'

const someEvent: fc.Arbitrary<SaleEvent> = fc.oneof(
  fc.constantFrom(...padDigits).map((digits): SaleEvent => ({ type: 'digits', digits })),
  fc.constantFrom<SaleEvent>(
    { type: 'backspace' },
    { type: 'clear' },
    { type: 'confirm' },
    { type: 'escape' },
    { type: 'tick' },
    { type: 'till-lost' },
    { type: 'charge-answered' },
    { type: 'charge-answered', refusal: 'payment-open' },
    { type: 'open', panel: { type: 'help' } },
    { type: 'open', panel: { type: 'settings' } },
    { type: 'view', view: quietView() },
  ),
  fc
    .constantFrom(alipayCode, otherCode, '130000000000000000', 'hello', idOf(4))
    .map((text): SaleEvent => ({ type: 'scanned', text })),
  fc
    .constantFrom(...everyPayment())
    .map((payment): SaleEvent => ({ type: 'view', view: quietView({ current: currentOf(payment) }) })),
)

describe('whatever is keyed, scanned and heard', () => {
  test('F38: a charge is only asked for when none is open, with an amount, and never twice in one go', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
        let state = stepSale(saleAtStart, { type: 'view', view: quietView() }, 0).state
        for (const [index, event] of events.entries()) {
          const before = state
          const step = stepSale(state, event, index * 100)
          state = step.state
          const charges = step.commands.filter(({ type }) => type === 'charge')
          if (charges.length === 0) continue
          expect(charges).toHaveLength(1)
          expect(charges[0]).toMatchObject({
            amount: { minor: expect.toSatisfy((minor: number) => minor > 0) },
          })
          expect(before.asking).toBeUndefined()
          const face = faceOf(before, index * 100)
          expect(['amount', 'result']).toContain(face.type)
          if (face.type === 'result' && !face.lingering) {
            expect(['declined', 'cancelled', 'not-sent']).toContain(face.current.payment.state)
          }
          expect(['scanned', 'confirm']).toContain(event.type)
        }
      }),
      { numRuns: 500 },
    )
  })
})
