import { expect, test } from 'vitest'
import { cutEveryAnswer, cutsInWords } from './cut-answers.ts'

test('F15: an answer that is cut after any byte is no answer, in all five calls and three framings', async () => {
  const counts = await cutEveryAnswer(1)
  console.log(cutsInWords(counts))
  for (const { cuts, unknown, believed } of counts) {
    expect(believed).toEqual([])
    expect(unknown).toBe(cuts)
    expect(cuts).toBeGreaterThan(1000)
  }
}, 180_000)
