import { describe, expect, test } from 'vitest'
import { createUploads, type FilePart } from '../../app/uploads.ts'

const part = (number: number, parts: number, base64: string, upload = 'first'): FilePart => ({
  name: 'a.txt',
  upload,
  part: number,
  parts,
  base64,
})

describe('a file that comes in parts', () => {
  test('is whole with its last part, whatever comes between', () => {
    const add = createUploads()
    expect(add(part(0, 2, 'YWJj'))).toEqual({ state: 'more' })
    expect(add(part(0, 1, 'eHl6', 'other'))).toEqual({ state: 'whole', name: 'a.txt', base64: 'eHl6' })
    expect(add(part(1, 2, 'ZGVm'))).toEqual({ state: 'whole', name: 'a.txt', base64: 'YWJjZGVm' })
  })

  test.each([
    ['a part is left out', [part(0, 3, 'A'), part(2, 3, 'C')]],
    ['a part comes twice', [part(0, 3, 'A'), part(1, 3, 'B'), part(1, 3, 'B')]],
    ['it begins in the middle', [part(1, 3, 'B')]],
    ['it has another name', [part(0, 2, 'A'), { ...part(1, 2, 'B'), name: 'b.txt' }]],
    ['it has another number of parts', [part(0, 2, 'A'), part(1, 3, 'B')]],
  ])('is refused when %s, and may begin again', (_why, parts) => {
    const add = createUploads()
    expect(parts.map(add).at(-1)).toEqual({ state: 'broken-off' })
    expect(add(part(2, 3, 'C'))).toEqual({ state: 'broken-off' })
    expect(add(part(0, 1, 'A'))).toMatchObject({ state: 'whole' })
  })

  test('does not stay for ever when nobody goes on with it', () => {
    const add = createUploads()
    for (const upload of ['a', 'b', 'c', 'd', 'e']) add(part(0, 2, 'A', upload))
    expect(add(part(1, 2, 'B', 'a'))).toEqual({ state: 'broken-off' })
    expect(add(part(1, 2, 'B', 'e'))).toMatchObject({ state: 'whole' })
  })
})
