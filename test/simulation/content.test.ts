import { expect, test } from 'vitest'
import { createContent } from './content.ts'

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
