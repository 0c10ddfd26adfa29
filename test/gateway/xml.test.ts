import { describe, expect, test } from 'vitest'
import { readXml, type XmlElement } from '../../main/gateway/xml.ts'
import { bytesOf } from './answers.ts'

const textOf = (xml: string): string => {
  const document = readXml(bytesOf(xml))
  if (!document.ok) throw new Error(document.error)
  return document.value.root.text
}
const fault = (xml: string | Uint8Array, header?: string): string | undefined => {
  const document = readXml(typeof xml === 'string' ? bytesOf(xml) : xml, header)
  return document.ok ? undefined : document.error
}
const shape = (element: XmlElement): unknown =>
  element.children.length === 0 ? element.text : element.children.map((child) => [child.name, shape(child)])

describe('reading an answer', () => {
  test('gives the elements as they stand, every value as text', () => {
    const document = readXml(
      bytesOf(
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<alipay>\n <a>0012</a><b>1e3</b>\n<c> 1.10 </c><d/><e></e><f /><g><h>1</h></g>\n</alipay>\n',
      ),
    )
    expect(document.ok && shape(document.value.root)).toEqual([
      ['a', '0012'],
      ['b', '1e3'],
      ['c', ' 1.10 '],
      ['d', ''],
      ['e', ''],
      ['f', ''],
      ['g', [['h', '1']]],
    ])
  })

  test('resolves references once', () => {
    expect(textOf('<a>M&amp;S &lt;&gt;&quot;&apos; &amp;lt; &#38;amp; &#x26;#65;</a>')).toBe(
      'M&S <>"\' &lt; &amp; &#65;',
    )
    expect(textOf('<a>Bj&#246;rn &#x4e2d;&#128512;</a>')).toBe('Björn 中😀')
  })

  test('takes the echo with its repeated <param>', () => {
    const xml =
      '<a><request><param name="x">1</param><param name="y"/><param name="z &amp; z">&gt;</param></request></a>'
    const document = readXml(bytesOf(xml))
    const echo = document.ok ? document.value.root.children[0]?.children : undefined
    expect(echo?.map(({ label, text }) => [label, text])).toEqual([
      ['x', '1'],
      ['y', ''],
      ['z & z', '>'],
    ])
  })

  test('decodes what the declaration and the header say', () => {
    const chinese = '<?xml version="1.0" encoding="GBK"?><a>余额不足</a>'
    const document = readXml(bytesOf(chinese, 'GBK'), 'gb2312')
    expect(document).toMatchObject({ ok: true, value: { charset: 'GBK', root: { text: '余额不足' } } })
    expect(fault(bytesOf(chinese.replace('GBK', 'UTF-8'), 'GBK'))).toBe('wrong-charset')
    expect(fault('<?xml version="1.0" encoding="ISO-8859-1"?><a>ascii</a>')).toBe('wrong-charset')
    expect(fault('<a>ascii</a>', 'utf-16')).toBe('wrong-charset')
  })
})

describe('labels that contradict each other or the bytes', () => {
  const certain = (xml: Uint8Array, header?: string): boolean | undefined => {
    const document = readXml(xml, header)
    return document.ok ? document.value.isCharsetCertain : undefined
  }
  const chinese = '<?xml version="1.0" encoding="GBK"?><a>余额不</a>'

  test('leave the text readable and in doubt', () => {
    expect(certain(bytesOf(chinese, 'GBK'))).toBe(true)
    expect(certain(bytesOf(chinese, 'GBK'), 'GBK')).toBe(true)
    expect(certain(bytesOf(chinese, 'GBK'), 'UTF-8')).toBe(false)
    expect(readXml(bytesOf(chinese, 'GBK'), 'UTF-8')).toMatchObject({ value: { root: { text: '余额不' } } })
    // Written in the request's UTF-8 although the declaration says GBK.
    expect(certain(bytesOf(chinese, 'UTF-8'))).toBe(false)
    expect(readXml(bytesOf(chinese, 'UTF-8'))).toMatchObject({ value: { root: { text: '余额不' } } })
  })
})

describe('an answer is refused', () => {
  const refused: Readonly<Record<string, string>> = {
    'with a DTD': '<!DOCTYPE a><a>1</a>',
    'with an internal entity': '<!DOCTYPE a [<!ENTITY x "1">]><a>&x;</a>',
    'with an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'with a comment': '<a>1<!-- -->00</a>',
    'with CDATA': '<a><![CDATA[1]]></a>',
    'with a processing instruction': '<a><?pay now?>1</a>',
    'with a second declaration': '<?xml version="1.0"?><?xml version="1.0"?><a>1</a>',
    'with a declaration after a blank': ' <?xml version="1.0"?><a>1</a>',
    'with a byte order mark': '\ufeff<a>1</a>',
    'with an unknown entity': '<a>&nope;</a>',
    'with a naked ampersand': '<a>A & B</a>',
    'with an unfinished reference': '<a>&amp</a>',
    'with a letter written as a number': '<a>&#83;UCCESS</a>',
    'with a control character as a number': '<a>&#0;</a>',
    'with a surrogate as a number': '<a>&#xD800;</a>',
    'with a number beyond Unicode': '<a>&#x110000;</a>',
    'with a NUL': '<a>\u0000</a>',
    'with a control character': '<a>\u001b</a>',
    'with a lone carriage return': '<a>1\r2</a>',
    'with two roots': '<a>1</a><a>1</a>',
    'with text behind': '<a>1</a>x',
    'with text before': 'x<a>1</a>',
    'when it is empty': '',
    'when it is blank': ' \n',
    'when it is JSON': '{"a":1}',
    'when it is cut': '<a><b>1</b>',
    'when it is cut in a tag': '<a><b>1</b></a',
    'when tags cross': '<a><b><c>1</b></c></a>',
    'when it only closes': '</a>',
    'when it closes another': '<a>1</b>',
    'with a duplicate': '<a><b>1</b><b>1</b></a>',
    'with a duplicate that is empty': '<a><b>1</b><b/></a>',
    'with a duplicate in the echo':
      '<a><request><param name="x">1</param><param name="x">1</param></request></a>',
    'with text beside elements': '<a>x<b>1</b></a>',
    'with an attribute elsewhere': '<a name="x">1</a>',
    'with another attribute': '<a><request><param id="x">1</param></request></a>',
    'with a second attribute': '<a><request><param name="x" id="y">1</param></request></a>',
    'with an attribute twice': '<a><request><param name="x" name="y">1</param></request></a>',
    'with an attribute without quotes': '<a><request><param name=x>1</param></request></a>',
    'with a tag in an attribute': '<a><request><param name="<b/>">1</param></request></a>',
    'with a prefix': '<x:a>1</x:a>',
    'with a name that begins with a digit': '<1a>1</1a>',
    'with __proto__': '<a><__proto__>1</__proto__></a>',
    'with constructor': '<a><constructor>1</constructor></a>',
    'with toString': '<a><toString>1</toString></a>',
    'with a CDATA end in text': '<a>]]></a>',
    'when it is too deep': `${'<a>'.repeat(9)}${'</a>'.repeat(9)}`,
    'when it is far too deep': `${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}`,
  }
  test.each(Object.entries(refused))('%s', (_why, xml) => {
    expect(fault(xml)).toBe('not-xml')
  })

  test('above 64 kB, and taken at 64 kB', () => {
    const padded = (length: number): string => `<a>${'x'.repeat(length - 7)}</a>`
    expect(fault(padded(65_536))).toBeUndefined()
    expect(fault(padded(65_537))).toBe('too-large')
  })

  test('with more than a thousand tags, and taken with a thousand', () => {
    const withTags = (count: number): string =>
      `<a>${Array.from({ length: count - 2 }, (_, index) => `<b${index}/>`).join('')}</a>`
    expect(fault(withTags(1000))).toBeUndefined()
    expect(fault(withTags(1001))).toBe('not-xml')
  })

  test('with more than two thousand references, and taken with two thousand', () => {
    expect(fault(`<a>${'&amp;'.repeat(2000)}</a>`)).toBeUndefined()
    expect(fault(`<a>${'&amp;'.repeat(2001)}</a>`)).toBe('not-xml')
  })

  // Each of these once cost seconds, and a till that reads does nothing else. The test's own limit ends such a reading.
  test.each<[string, string]>([
    ['blanks in a tag', `<a${' '.repeat(65_000)}x`],
    ['blanks before a letter', `<a>${'\n'.repeat(65_000)}x`],
    ['blanks between the elements', `<a>${'\r\n'.repeat(32_000)}<b>1</b>${' '.repeat(900)}x</a>`],
  ])(
    'soon, when it is 64 kB of %s',
    (_what, xml) => {
      const body = bytesOf(xml)
      expect(new Set(Array.from({ length: 20 }, () => fault(body)))).toEqual(new Set(['not-xml']))
    },
    5000,
  )

  test('at depth nine, and taken at depth eight', () => {
    expect(fault(`${'<a>'.repeat(8)}${'</a>'.repeat(8)}`)).toBeUndefined()
    expect(fault(`${'<a>'.repeat(9)}${'</a>'.repeat(9)}`)).toBe('not-xml')
  })

  test('for bytes that are no text in its charset', () => {
    expect(fault(new Uint8Array([0x3c, 0x61, 0x3e, 0xc0, 0xaf, 0x3c, 0x2f, 0x61, 0x3e]))).toBe(
      'wrong-charset',
    )
  })
})
