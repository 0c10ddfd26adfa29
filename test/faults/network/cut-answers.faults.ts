import { expect, test } from 'vitest'
import { cutEveryAnswer, cutsInWords } from './cut-answers.ts'

test('F15: no cut of an answer is an answer: after any byte of that to a PAY, and any third of the others, in three framings', async () => {
  const counts = await cutEveryAnswer((service) => (service === 'pay' ? 1 : 3))
  console.log(cutsInWords(counts))
  for (const { cuts, unknown, believed } of counts) {
    expect(believed).toEqual([])
    expect(unknown).toBe(cuts)
    expect(cuts).toBeGreaterThan(400)
  }
}, 180_000)
