import {
  md5Key,
  bytesOf,
  elements,
  gatewayKeys,
  paidFields,
  payment,
  refusalAnswer,
  shopKeys,
  signedAnswer,
} from './answers.ts'
import { loadSigningKey, sign, type SignType } from '../../main/gateway/signature.node.ts'

/** A body that must decide nothing, whatever its author hoped for. */
export interface HostileAnswer {
  readonly name: string
  readonly body: Uint8Array
  readonly signType: SignType
  readonly contentType?: string
}

const good = signedAnswer({ fields: paidFields, echo: { service: 'alipay.acquire.overseas.spot.pay' } })
const refusal = refusalAnswer('BUYER_BALANCE_NOT_ENOUGH')
const head = '<?xml version="1.0" encoding="GBK"?>'
const block = `<alipay>${elements(paidFields)}</alipay>`
/** What the gateway really said and signed: the customer has not paid yet. */
const pending = { partner_trans_id: payment, result_code: 'UNKNOW' }
const pendingBlock = `<alipay>${elements(pending)}</alipay>`
const pendingSign = sign(pending, gatewayKeys('MD5').signing, 'GBK')
const seal = (signature: string, signType = 'MD5'): string =>
  `<sign>${signature}</sign><sign_type>${signType}</sign_type>`
const accepted = '<is_success>T</is_success>'
const around = (inner: string): string => `${head}<alipay>${accepted}${inner}</alipay>`
const goodSign = sign(paidFields, gatewayKeys('MD5').signing, 'GBK')

/** Cut after every byte but the last. */
const truncations = (name: string, text: string): [string, Uint8Array][] => {
  const bytes = bytesOf(text)
  return Array.from({ length: bytes.length }, (_, length) => [
    `${name} cut after ${length} bytes`,
    bytes.slice(0, length),
  ])
}

/** Signature wrapping: a genuine signed block, and a forged one where a careless reader looks. */
const wrappings: Readonly<Record<string, string>> = {
  'forged response before the genuine one': around(
    `<response>${block}</response><response>${pendingBlock}</response>${seal(pendingSign)}`,
  ),
  'forged response after the genuine one': around(
    `<response>${pendingBlock}</response><response>${block}</response>${seal(pendingSign)}`,
  ),
  'forged block before the genuine one': around(
    `<response>${block}${pendingBlock}</response>${seal(pendingSign)}`,
  ),
  'forged block after the genuine one': around(
    `<response>${pendingBlock}${block}</response>${seal(pendingSign)}`,
  ),
  'forged block under another name': around(
    `<response>${pendingBlock}<trade>${elements(paidFields)}</trade></response>${seal(pendingSign)}`,
  ),
  'genuine block inside the forged one': around(
    `<response><alipay>${elements(paidFields)}${pendingBlock}</alipay></response>${seal(pendingSign)}`,
  ),
  'forged block inside the genuine one': around(
    `<response><alipay>${elements(pending)}${block}</alipay></response>${seal(pendingSign)}`,
  ),
  'forged block inside a genuine field': around(
    `<response><alipay><partner_trans_id>${payment}</partner_trans_id><result_code>UNKNOW${block}</result_code></alipay></response>${seal(pendingSign)}`,
  ),
  'genuine block moved beside the response': around(
    `<response>${block}</response><object>${pendingBlock}</object>${seal(pendingSign)}`,
  ),
  'genuine block moved to the echo': around(
    `<request>${pendingBlock}</request><response>${block}</response>${seal(pendingSign)}`,
  ),
  'genuine block moved into the signature': around(
    `<response>${block}</response><sign>${pendingSign}${pendingBlock}</sign><sign_type>MD5</sign_type>`,
  ),
  'the whole genuine document inside': around(
    `<response>${block}</response><object><alipay>${accepted}<response>${pendingBlock}</response>${seal(pendingSign)}</alipay></object>`,
  ),
  'the whole document wrapped once more': `${head}<alipay>${good.slice(good.indexOf('<alipay>'))}</alipay>`,
  'forged block outside the root': `${around(`<response>${pendingBlock}</response>${seal(pendingSign)}`)}<response>${block}</response>`,
  'genuine signature over a forged block': around(`<response>${block}</response>${seal(pendingSign)}`),
  'forged field beside the signed ones': around(
    `<response><alipay>${elements({ ...pending, error: 'X' })}</alipay></response>${seal(pendingSign)}`,
  ),
  'signature inside the block': around(
    `<response><alipay>${elements(paidFields)}${seal(goodSign)}</alipay></response>`,
  ),
  'signature inside the response': around(`<response>${block}${seal(goodSign)}</response>`),
  'signature as an attribute': around(
    `<response>${block}</response><sign value="${goodSign}"/><sign_type>MD5</sign_type>`,
  ),
  'block directly under the root': around(`${block}${seal(goodSign)}`),
  'fields directly under the response': around(
    `<response>${elements(paidFields)}</response>${seal(goodSign)}`,
  ),
  'border moved into a value': around(
    `<response><alipay>${elements({ partner_trans_id: `${payment}&result_code=UNKNOW` })}</alipay></response>${seal(pendingSign)}`,
  ),
  'block named twice with a prefix': around(
    `<response><x:alipay xmlns:x="y">${elements(paidFields)}</x:alipay></response>${seal(goodSign)}`,
  ),
}

/** Every element of a good answer, written twice. */
const duplicates = (): [string, string][] => {
  const leaf = /<([a-z_]+)>([^<]*)<\/\1>/g
  const doubled = [...good.matchAll(leaf)].flatMap(([whole, name = '']): [string, string][] => [
    [`${name} twice`, good.replace(whole, whole + whole)],
    [`${name} twice, then empty`, good.replace(whole, `${whole}<${name}/>`)],
    [`${name} twice, first forged`, good.replace(whole, `<${name}>1</${name}>${whole}`)],
  ])
  const block = /<(request|response)>.*?<\/\1>/g
  return [
    ...doubled,
    ...[...good.matchAll(block)].map(([whole, name = '']): [string, string] => [
      `${name} twice`,
      good.replace(whole, whole + whole),
    ]),
  ]
}

/** Every element of the signed block changed, emptied, renamed or taken out. */
const tampered = (): [string, string][] =>
  Object.entries(paidFields).flatMap(([name, value]): [string, string][] => {
    const whole = `<${name}>${value}</${name}>`
    return [
      [`${name} taken out`, good.replace(whole, '')],
      [`${name} emptied`, good.replace(whole, `<${name}></${name}>`)],
      [`${name} renamed`, good.replace(whole, `<${name}_>${value}</${name}_>`)],
      [`${name} changed`, good.replace(whole, `<${name}>${value}1</${name}>`)],
      [`${name} with a blank`, good.replace(whole, `<${name}> ${value}</${name}>`)],
      [`${name} with a line break`, good.replace(whole, `<${name}>${value}\n</${name}>`)],
      [
        `${name} with a comment inside`,
        good.replace(whole, `<${name}>${value.slice(0, 1)}<!-- -->${value.slice(1)}</${name}>`),
      ],
      [`${name} as CDATA`, good.replace(whole, `<${name}><![CDATA[${value}]]></${name}>`)],
      [`${name} with an instruction inside`, good.replace(whole, `<${name}><?x?>${value}</${name}>`)],
      [`${name} with a NUL`, good.replace(whole, `<${name}>${value}\u0000</${name}>`)],
      [
        `${name} in numbers`,
        good.replace(whole, `<${name}>&#${value.charCodeAt(0)};${value.slice(1)}</${name}>`),
      ],
      [
        `${name} split in elements`,
        good.replace(whole, `<${name}>${value.slice(0, 1)}<b/>${value.slice(1)}</${name}>`),
      ],
      [`${name} with an attribute`, good.replace(whole, `<${name} name="x">${value}</${name}>`)],
    ]
  })

const dtd = (declaration: string, reference = '&x;'): string =>
  good.replace('?>\n', `?>\n<!DOCTYPE alipay [${declaration}]>`).replace('SUCCESS', reference)
const laughs = Array.from(
  { length: 9 },
  (_, depth) => `<!ENTITY l${depth + 1} "${`&l${depth};`.repeat(10)}">`,
).join('')

const documents: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: ' \r\n\t ',
  JSON: '{"alipay":{"is_success":"T","response":{"result_code":"SUCCESS"}}}',
  SUCCESS: 'SUCCESS',
  true: 'true',
  'an HTML page':
    '<!DOCTYPE html><html><head><title>302</title></head><body>is_success T SUCCESS</body></html>',
  'an XHTML page': '<html><body><p>T</p></body></html>',
  'an error page of a proxy': '<html><body><h1>502 Bad Gateway</h1><hr></body></html>',
  'another root': good.replaceAll('alipay>', 'alipays>'),
  'upper case': good.toUpperCase(),
  'text behind': `${good}x`,
  'NUL behind': `${good}\u0000`,
  'a comment behind': `${good}<!-- -->`,
  'an instruction behind': `${good}<?x?>`,
  'a second answer behind': good + good.slice(good.indexOf('<alipay>')),
  'text before': `x${good}`,
  'a blank before the declaration': ` ${good}`,
  'a byte order mark': `\ufeff${good}`,
  'a declaration twice': head + good,
  'a declaration of XML 2': good.replace('1.0', '2.0'),
  'a declaration without its end': good.replace('?>', '>'),
  'an unknown charset': good.replace('GBK', 'X-GBK'),
  'UTF-16 claimed': good.replace('GBK', 'UTF-16'),
  'UTF-7 claimed': good.replace('GBK', 'UTF-7'),
  'an internal entity': dtd('<!ENTITY x "SUCCESS">'),
  'an external entity': dtd('<!ENTITY x SYSTEM "file:///etc/passwd">'),
  'a parameter entity': dtd('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', 'SUCCESS'),
  'a plain DTD': good.replace('?>\n', '?>\n<!DOCTYPE alipay>'),
  'billion laughs': dtd(`<!ENTITY l0 "lol">${laughs}`, '&l9;'),
  'an entity nobody declared': good.replace('SUCCESS', '&success;'),
  'is_success in lower case': good.replace('<is_success>T', '<is_success>t'),
  'is_success with a blank': good.replace('<is_success>T', '<is_success>T '),
  'is_success twice, T then F': good.replace(accepted, `${accepted}<is_success>F</is_success>`),
  'is_success twice, F then T': good.replace(accepted, `<is_success>F</is_success>${accepted}`),
  'no is_success': good.replace(accepted, ''),
  'is_success inside another': good.replace(accepted, `<x>${accepted}</x>`),
  'no signature': good.replace(/<sign>.*<\/sign>/, ''),
  'an empty signature': good.replace(/<sign>.*<\/sign>/, '<sign/>'),
  'a signature of zeros': good.replace(/<sign>.*<\/sign>/, `<sign>${'0'.repeat(32)}</sign>`),
  'a signature in upper case': good.replace(goodSign, goodSign.toUpperCase()),
  'a signature cut short': good.replace(goodSign, goodSign.slice(0, 31)),
  'a signature that goes on': good.replace(goodSign, `${goodSign}0`),
  'a signature with a blank': good.replace(goodSign, ` ${goodSign}`),
  'no sign type': good.replace(/<sign_type>.*<\/sign_type>/, ''),
  'sign type in lower case': good.replace('>MD5<', '>md5<'),
  'sign type RSA': good.replace('>MD5<', '>RSA<'),
  'sign type NONE': good.replace('>MD5<', '>NONE<').replace(goodSign, ''),
  'an empty response': around(`<response/>${seal(goodSign)}`),
  'an empty block': around(`<response><alipay/></response>${seal(goodSign)}`),
  'no response': around(seal(goodSign)),
  'a block signed with nothing': around(
    `<response><alipay/></response>${seal(sign({}, gatewayKeys('MD5').signing, 'GBK'))}`,
  ),
  'sixty thousand levels': `${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}`,
  'nine levels': good.replace('SUCCESS', `${'<a>'.repeat(6)}SUCCESS${'</a>'.repeat(6)}`),
  'more than 64 kB of blanks': `${good}${' '.repeat(65_537 - good.length)}`,
  'more than 64 kB in the echo': good.replace('</param>', `${'x'.repeat(65_537)}</param>`),
  'twelve thousand siblings': around(`<response><alipay>${'<a/>'.repeat(12_000)}</alipay></response>`),
  'a tag that never ends': `${head}<alipay ${'a'.repeat(60_000)}`,
  'sixty thousand ampersands': good.replace('SUCCESS', '&'.repeat(60_000)),
  'sixty thousand opening brackets': '<'.repeat(60_000),
  'a prototype': good.replace('<result_code>', '<__proto__><polluted>1</polluted></__proto__><result_code>'),
  'an echo of another service': good.replace('spot.pay', 'query'),
}

/** Refusals that are not exactly what a refusal is (spot-pay 3.1). */
const refusals: Readonly<Record<string, string>> = {
  'no code': refusal.replace(/<error>.*<\/error>/, ''),
  'an empty code': refusal.replace(/<error>.*<\/error>/, '<error/>'),
  'a code with blanks': refusalAnswer(' BUYER_BALANCE_NOT_ENOUGH '),
  'a system error with blanks': refusalAnswer(' SYSTEM_ERROR '),
  'a system error with a comment': refusalAnswer('SYSTEM<!-- -->_ERROR'),
  'a code in CDATA': refusalAnswer('<![CDATA[ILLEGAL_SIGN]]>'),
  'a code with an element': refusalAnswer('ILLEGAL_SIGN<b/>'),
  'a sentence for a code': refusalAnswer('the amount is wrong'),
  'a code of 65 letters': refusalAnswer('A'.repeat(65)),
  'a code from a DTD': refusal
    .replace('?>\n', '?>\n<!DOCTYPE a [<!ENTITY x "ILLEGAL_SIGN">]>')
    .replace('BUYER_BALANCE_NOT_ENOUGH', '&x;'),
  'two codes': refusal.replace('<error>', '<error>SYSTEM_ERROR</error><error>'),
  'is_success twice': refusal.replace('<is_success>F</is_success>', `<is_success>F</is_success>${accepted}`),
  'is_success in lower case': refusal.replace('>F<', '>f<'),
  'false instead of F': refusal.replace('>F<', '>false<'),
  'a response as well': refusal.replace('</error>', `</error><response>${block}</response>`),
  'a signed response as well': good.replace(
    accepted,
    '<is_success>F</is_success><error>ILLEGAL_SIGN</error>',
  ),
  'a signature as well': refusal.replace('</error>', `</error>${seal(goodSign)}`),
  'text behind': `${refusal}x`,
  'a second root behind': `${refusal}<alipay/>`,
  'another root': refusal.replaceAll('alipay>', 'html>'),
  'no declared end': refusal.replace('</alipay>', ''),
  'a byte order mark': `\ufeff${refusal}`,
  'an attribute': refusal.replace('<error>', '<error name="x">'),
  'a stray code beside': refusal.replace('</error>', '</error>ILLEGAL_SIGN'),
  'T without an answer': refusal.replace('>F<', '>T<'),
  'a refusal inside a page': `<html><body>${refusal.slice(refusal.indexOf('<alipay>'))}</body></html>`,
  'more than 64 kB': `${refusal}${' '.repeat(65_537)}`,
}

const overlong = (): Uint8Array => {
  const bytes = [...bytesOf(good.replace('GBK', 'UTF-8').replace('SUCCESS', '/UCCESS'))]
  const at = bytes.findIndex((byte, index) => byte === 0x2f && bytes[index + 1] === 0x55)
  return new Uint8Array([...bytes.slice(0, at), 0xc0, 0xaf, ...bytes.slice(at + 1)])
}
const chineseFields = { ...paidFields, detail_error_des: '余额不足' }
const chinese = signedAnswer({ fields: chineseFields, charset: 'GBK' })
const bytesBodies: readonly (readonly [string, Uint8Array, string?])[] = [
  ['GBK bytes labelled UTF-8', bytesOf(chinese.replace('encoding="GBK"', 'encoding="UTF-8"'), 'GBK')],
  ['GBK bytes without a label', bytesOf(chinese.replace(head, '<?xml version="1.0"?>'), 'GBK')],
  ['GBK bytes with a header that says UTF-8', bytesOf(chinese, 'GBK'), 'text/xml;charset=UTF-8'],
  ['UTF-8 bytes labelled GBK', bytesOf(chinese, 'UTF-8')],
  ['a header with an unknown charset', bytesOf(good), 'text/xml;charset=koi8-r'],
  ['an overlong slash', overlong()],
  ['UTF-16 bytes', new Uint8Array(Buffer.from(good, 'utf16le'))],
  ['a lone continuation byte', new Uint8Array([...bytesOf(good.replace('GBK', 'UTF-8')), 0x80])],
  ['a half GBK character', new Uint8Array([...bytesOf(good), 0x81])],
  ['sixty thousand NULs', new Uint8Array(60_000)],
  ['a gzip header', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
]

/** Truly signed by the gateway, but for something else than what was asked. */
const elsewhere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'another payment': { partner_trans_id: `${payment.slice(0, -1)}8` },
  'another payment beside ours': { out_trade_no: '20200102' },
  'no payment': { partner_trans_id: '' },
  'another amount': { trans_amount: '0.01' },
  'a hundred times less': { trans_amount: '0.0010' },
  'no amount': { trans_amount: '' },
  'an amount with an exponent': { trans_amount: '1e-1' },
  'an amount with a comma': { trans_amount: '0,10' },
  'an amount in Arabic digits': { trans_amount: '٠.١٠' },
  'an amount with a sign': { trans_amount: '+0.10' },
  'an amount with a blank': { trans_amount: ' 0.10' },
  'another currency': { currency: 'JPY' },
  'the currency in lower case': { currency: 'usd' },
  'no currency': { currency: '' },
  'another price currency': { trans_currency: 'CNY' },
  'a query of an unpaid trade': { alipay_trans_status: 'WAIT_BUYER_PAY' },
  'a query of a closed trade': { alipay_trans_status: 'TRADE_CLOSED' },
  'a refund': { partner_refund_id: '8' },
  'a cancel': { retry_flag: 'N', action: 'close' },
  'a result nobody knows': { result_code: 'PAID' },
  'a result in lower case': { result_code: 'success' },
  'two words for a result': { result_code: 'SUCCESS FAILED' },
  'no result': { result_code: '' },
  'a refusal of another payment': { result_code: 'FAILED', error: 'X', partner_trans_id: '1' },
}

/** Signed, but not by the gateway or not in the way that was agreed. */
const wronglySigned = (): [string, string, SignType][] => {
  const rsa2 = signedAnswer({ fields: paidFields, signType: 'RSA2' })
  const withKey = (signature: string, signType: string): string =>
    around(`<response>${block}</response>${seal(signature, signType)}`)
  const publicKeyPem = shopKeys('RSA2').verifying.publicKeyPem ?? ''
  const confused = loadSigningKey('MD5', publicKeyPem.replaceAll(/-----[A-Z ]+-----|\s/g, '').slice(0, 256))
  const otherMd5 = loadSigningKey('MD5', '1'.repeat(32))
  if (!confused.ok || !otherMd5.ok) throw new Error('keys')
  return [
    ['MD5 where RSA2 was agreed', good, 'RSA2'],
    ['RSA where RSA2 was agreed', signedAnswer({ fields: paidFields, signType: 'RSA' }), 'RSA2'],
    [
      'RSA labelled RSA2',
      signedAnswer({ fields: paidFields, signType: 'RSA' }).replace('>RSA<', '>RSA2<'),
      'RSA2',
    ],
    ['RSA2 labelled RSA', rsa2.replace('>RSA2<', '>RSA<'), 'RSA'],
    ['RSA2 where MD5 was agreed', rsa2, 'MD5'],
    ['RSA2 labelled MD5', rsa2.replace('>RSA2<', '>MD5<'), 'MD5'],
    [
      'MD5 with the public key for a secret',
      withKey(sign(paidFields, confused.value, 'GBK'), 'RSA2'),
      'RSA2',
    ],
    [
      'MD5 with the public key for a secret, labelled MD5',
      withKey(sign(paidFields, confused.value, 'GBK'), 'MD5'),
      'RSA2',
    ],
    ["the shop's own key", withKey(sign(paidFields, shopKeys('RSA2').signing, 'GBK'), 'RSA2'), 'RSA2'],
    ['another MD5 key', withKey(sign(paidFields, otherMd5.value, 'GBK'), 'MD5'), 'MD5'],
    [
      'a signature of the request',
      withKey(sign({ ...paidFields, service: 'x' }, gatewayKeys('RSA2').signing, 'GBK'), 'RSA2'),
      'RSA2',
    ],
    ['base64 with line breaks', rsa2.replace(/<sign>(.{64})/, '<sign>$1\n'), 'RSA2'],
    [
      'base64 for addresses',
      rsa2.replace(/<sign>([^<]*)</, (_all, text: string) => `<sign>${text.replaceAll('=', '')}<`),
      'RSA2',
    ],
    [
      'hexadecimal instead of base64',
      rsa2.replace(
        /<sign>([^<]*)</,
        (_all, text: string) => `<sign>${Buffer.from(text, 'base64').toString('hex')}<`,
      ),
      'RSA2',
    ],
    ['a signature of one byte', withKey('AQ==', 'RSA2'), 'RSA2'],
    ['MD5 with the key in the text', good.replace(goodSign, md5Key), 'MD5'],
  ]
}

const asText = (name: string, entries: readonly (readonly [string, string])[]): HostileAnswer[] =>
  entries.map(([what, text]) => ({ name: `${name}: ${what}`, body: bytesOf(text), signType: 'MD5' }))

/** The bodies of which nothing may be believed, as bytes that a gateway could send. */
export const unbelievable: readonly HostileAnswer[] = [
  ...asText('wrapped', Object.entries(wrappings)),
  ...asText('duplicate', duplicates()),
  ...asText('tampered', tampered()),
  ...asText('document', Object.entries(documents)),
  ...asText('refusal', Object.entries(refusals)),
  ...bytesBodies.map(([what, body, contentType]) => ({
    name: `bytes: ${what}`,
    body,
    signType: 'MD5' as const,
    ...(contentType === undefined ? {} : { contentType }),
  })),
  ...wronglySigned().map(([what, text, signType]) => ({
    name: `signed: ${what}`,
    body: bytesOf(text),
    signType,
  })),
]
/** A good answer and a good refusal, cut after each byte. */
export const cutShort: readonly HostileAnswer[] = [
  ...truncations('answer', good),
  ...truncations('RSA2 answer', signedAnswer({ fields: paidFields, signType: 'RSA2' })),
  ...truncations('refusal', refusal),
].map(([name, body]) => ({
  name,
  body,
  signType: name.startsWith('RSA2') ? 'RSA2' : 'MD5',
}))
/** Answers that are genuine and speak of something else. */
export const misdirected: readonly HostileAnswer[] = Object.entries(elsewhere).map(([what, change]) => ({
  name: `elsewhere: ${what}`,
  body: bytesOf(signedAnswer({ fields: { ...paidFields, ...change }, charset: 'UTF-8' })),
  signType: 'MD5',
}))
export const genuine = { answer: good, refusal, chinese, chineseFields }
