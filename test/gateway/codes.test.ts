import { describe, expect, test } from 'vitest'
import { adviceFor, advices } from '../../main/domain/codes.ts'

describe('advice', () => {
  test('there is one for each documented code, once', () => {
    const codes = advices.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThanOrEqual(55)
    for (const code of codes) expect(adviceFor(code).code).toBe(code)
  })

  test.each(advices.map((advice) => [advice.code, advice] as const))(
    '%s is said in both languages',
    (_code, advice) => {
      for (const during of ['sale', 'refund'] as const) {
        const { cashier } = adviceFor(advice.code, during)
        expect(cashier.en).toMatch(/^[A-Z][\u0020-\u007e]+\.$/)
        expect(cashier.zh).toMatch(/[\u4e00-\u9fff]/)
        expect(cashier.zh).toMatch(/。$/)
        expect(cashier.en.length).toBeLessThanOrEqual(120)
      }
      expect(advice.meaning).toMatch(/\.$/)
      expect(advice.technician).toMatch(/\.$/)
    },
  )

  test('an open question never tells the cashier that nothing was charged', () => {
    for (const advice of advices.filter(({ action }) => action === 'query')) {
      expect(advice.cashier.en).not.toContain('Nothing charged')
      expect(advice.cashier.zh).not.toContain('未扣款')
    }
  })

  test('in a refund no sentence speaks of charging or of another way to pay', () => {
    for (const { code } of advices) {
      expect(adviceFor(code, 'refund').cashier.en).not.toMatch(/charged|way to pay/)
      expect(adviceFor(code, 'refund').cashier.zh).not.toMatch(/未扣款|付款/)
    }
  })

  test('an unknown code is a refusal that shows the code', () => {
    expect(adviceFor('NEW_CODE_2031')).toMatchObject({ code: 'NEW_CODE_2031', action: 'other-tender' })
    expect(adviceFor('NEW_CODE_2031').cashier.en).toContain('NEW_CODE_2031')
    expect(adviceFor('NEW_CODE_2031').cashier.zh).toContain('NEW_CODE_2031')
    expect(adviceFor('NEW_CODE_2031', 'refund').cashier.en).toContain('NEW_CODE_2031')
    expect(adviceFor('').cashier.en).not.toContain('()')
    expect(adviceFor('__proto__').action).toBe('other-tender')
  })
})
