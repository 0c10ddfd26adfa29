import { expect, test } from 'vitest'
import { createContent } from './content.ts'
import { createRandom } from './random.ts'

test('an image stays as it was taken, also of a file that somebody has put there', () => {
  const content = createContent()
  content.replace(Buffer.from('as it was'))
  const image = content.freeze()
  content.write(Buffer.from('not'), 0)
  expect(Buffer.from(createContent(image).bytes()).toString()).toBe('as it was')
  const again = createContent(image)
  again.write(Buffer.from('no more'), 0)
  expect(Buffer.from(image.bytes).toString()).toBe('as it was')
})

test('power cuts of the same image are independent: what one disk did afterwards is nothing to the next', () => {
  const content = createContent()
  content.replace(Buffer.from('as it was'))
  content.truncate(0)
  const image = content.freeze()
  const kept = new Set<string>()
  for (let seed = 1; seed <= 20; seed += 1) {
    const left = createContent(image)
    left.settle(createRandom(seed))
    kept.add(Buffer.from(left.bytes().slice(0, left.size())).toString())
    left.replace(Buffer.from('another'))
    left.write(Buffer.from('story of'), 0)
  }
  expect(kept).toEqual(new Set(['', 'as it was']))
})
