import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText, encodeText, parseCharset } from '../../main/gateway/charset.ts'
import {
  loadSigningKey,
  loadVerifyingKey,
  sign,
  signedText,
  verify,
  type SigningKey,
} from '../../main/gateway/signature.node.ts'
import { gatewayPair, md5Key, shopPair } from './answers.ts'

const signing = (signType: 'MD5' | 'RSA' | 'RSA2', material: string): SigningKey => {
  const key = loadSigningKey(signType, material)
  if (!key.ok) throw new Error(key.error)
  return key.value
}
const zeros = '10000000000000000000000000000000'
/** A signed text taken apart again, for vectors whose values hold no `&name=`. */
const parametersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(/&(?=[A-Za-z_][A-Za-z0-9_]*=)/)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )

const payText =
  '_input_charset=UTF-8&alipay_seller_id=2088021966388155&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=285902802486590277&currency=USD&extend_info={"secondary_merchant_id":"M001","secondary_merchant_name":"Mika\'s coffee shop","secondary_merchant_industry":"5812","store_id":"S001","store_name":"米卡咖啡","terminal_id":"T001"}&identity_code_type=barcode&partner=2088021966388155&partner_trans_id=TEST20200102030405001&service=alipay.acquire.overseas.spot.pay&trans_amount=0.01&trans_create_time=20200102030405&trans_name=Mika\'s coffee shop'
const publishedPublicKey =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD7FfmVdd570cFX3G76FatugmYlGNFtw9b2kFiBPvJDM0yeX52SWqAtjVBizaf6zNzib1a9xety7dnAxELidQJmUj3z4lwb3j5PRn+lx5FeAyAJWRBSm5+J3AzhOoHpStgATvEXT/AUndrgdn5Adfi45koUB8IzJzGZmk+5DabrIwIDAQAB'
const rsaSignature =
  'gsLQ3eqkFnJWwMvWyfl7+jrdB5USLgZ8xxwXHsNGJaNfwGvDaXbysQZ1Hioj3eV6JshZnZZiz/u42ErF/BU8M09cS2QgnZ5ffgnFuWPe5iexs2n4kiJgZ3hVNlj2muFL22wweDbFcgxuJ8myCzNuRJp9iDvZza5p/fTVtaObukQ='
const rsa2Signature =
  'hfs678RrBcSoGiJwA7jcIt4fGl3YDJm6lfXUpOc5SEqdDNBCI7z8YBf9aSAgXsbeScdL70mzwV5G1/Rdxbsa+CK4inOvvHaWpwIKGSGAiP95Yd+mASFuSjcBvF5bxnFVygohHkv1MMVZZS5L4VZvAD1qzi5Ijz4zPqIl3IeJ7e4='

describe('the vectors of spot-pay 4.7', () => {
  const md5Vectors: readonly (readonly [string, string, string, string])[] = [
    ['S1', zeros, 'partner=123&service=test', 'bbd13b52823b576291595f472ebcfbc2'],
    [
      'S2 query',
      zeros,
      '_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002&service=alipay.acquire.overseas.query',
      '2a7f598bbb13d02f7de819ae689f80ba',
    ],
    [
      'S3 refund',
      zeros,
      '_input_charset=utf-8&currency=USD&is_sync=Y&partner=1000000000000000&partner_refund_id=301012133000002&partner_trans_id=2010121000000002&refund_amount=0.01&service=alipay.acquire.overseas.spot.refund',
      '397685a0c6b2d71d0d1f374ddba331a0',
    ],
    [
      'S4 precreate with JSON and Chinese',
      'XXXX',
      '_input_charset=utf-8&body=iphone cellphone&currency=USD&extend_params={"secondary_merchant_name":"Lotte","secondary_merchant_id":"123","secondary_merchant_industry":"5812","store_id":"A101","store_name":"McDonald in 966 3rd Ave, New York"}&notify_url=http://商户网关地址/alipay.acquire.precreate-PHP-UTF-8-MD5/notify_url.php&out_trade_no=1234&partner=2088021966388155&passback_parameters=test&price=0.01&product_code=OVERSEAS_MBARCODE_PAY&quantity=1&seller_email=testoverseas1980@alipay.com&seller_id=2088021966388155&service=alipay.acquire.precreate&show_url=http://www.taobao.com/product/113714.html&subject=Payment by QR-Code&timestamp=2000-12-31 08:00:00&total_fee=0.01&trans_currency=USD',
      '6c478998267d747565aff1b8ab595380',
    ],
    ['S5 pay', md5Key, payText, '929457eba7584c536ec4b14569d8fb68'],
    [
      'S7 cancel',
      md5Key,
      '_input_charset=UTF-8&out_trade_no=TEST20200102030405001&partner=2088021966388155&service=alipay.acquire.cancel&timestamp=1577905445000',
      '67e514b3a4469a743f4884d130ad8c30',
    ],
  ]
  test.each(md5Vectors)('%s by MD5', (_name, key, text, signature) => {
    const parameters = parametersOf(text)
    expect(signedText(parameters)).toBe(text)
    expect(sign(parameters, signing('MD5', key), 'UTF-8')).toBe(signature)
  })

  test('S5 in GBK', () => {
    const parameters = { ...parametersOf(payText), _input_charset: 'GBK' }
    expect(sign(parameters, signing('MD5', md5Key), 'GBK')).toBe('c02526ba5648f9911a998c6b223b8578')
  })

  test.each([
    ['RSA', rsaSignature],
    ['RSA2', rsa2Signature],
  ] as const)(
    'S5 by %s is accepted with the published public key, and not with one bit changed',
    (signType, signature) => {
      const key = loadVerifyingKey(signType, publishedPublicKey)
      if (!key.ok) throw new Error(key.error)
      const parameters = parametersOf(payText)
      expect(verify(parameters, signature, key.value, 'UTF-8')).toBe(true)
      expect(verify({ ...parameters, trans_amount: '0.02' }, signature, key.value, 'UTF-8')).toBe(false)
      const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      expect(verify(parameters, changed, key.value, 'UTF-8')).toBe(false)
    },
  )

  test('S6: the answer to a PAY', () => {
    const fields = {
      alipay_buyer_login_id: 'tes***@alipay.com',
      alipay_buyer_user_id: '2088102012343978',
      alipay_pay_time: '20200102110410',
      alipay_trans_id: '2020010222001400000000000001',
      currency: 'USD',
      exchange_rate: '6.96230000',
      partner_trans_id: 'TEST20200102030405001',
      result_code: 'SUCCESS',
      trans_amount: '0.01',
      trans_amount_cny: '0.07',
    }
    expect(sign(fields, signing('MD5', md5Key), 'UTF-8')).toBe('2426dd11a997fa1051b32a9406aa0fc1')
  })
})

describe('the signed text', () => {
  test('leaves out sign, sign_type and empty values, and sorts by byte', () => {
    expect(signedText({ b: '2', Z: '0', _a: '1', memo: '', sign: 'x', sign_type: 'MD5', a: ' 3 ' })).toBe(
      'Z=0&_a=1&a= 3 &b=2',
    )
  })

  test('is refused for names and values that would make it ambiguous', () => {
    expect(() => signedText({ 'a=1&b': '2' })).toThrow(RangeError)
    expect(() => signedText({ '': '2' })).toThrow(RangeError)
    expect(() => signedText({ a: '1&b=2' })).toThrow('parameter a')
    expect(signedText({ a: 'Fish & Chips = 2' })).toBe('a=Fish & Chips = 2')
  })

  test('is never the same for two different maps', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'c', '_a', 'a1')
    const piece = fc.constantFrom('&', '=', 'a', 'b', '1', '&a', '=b', '&&', '==', ' ')
    const value = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
    const map = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4 })
    const texts = new Map<string, string>()
    let built = 0
    fc.assert(
      fc.property(map, (parameters) => {
        const canonical = JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
        let text: string
        try {
          text = signedText(parameters)
        } catch {
          return
        }
        built += 1
        expect(texts.get(text) ?? canonical).toBe(canonical)
        texts.set(text, canonical)
      }),
      { numRuns: 50_000 },
    )
    expect(built).toBeGreaterThan(20_000)
  })
})

describe('keys', () => {
  const forms = {
    'PEM PKCS#8': shopPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'PEM PKCS#1': shopPair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'bare PKCS#8': shopPair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    'bare PKCS#1': shopPair.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
    'bare, broken in lines': shopPair.privateKey
      .export({ type: 'pkcs8', format: 'der' })
      .toString('base64')
      .replaceAll(/(.{64})/g, '$1\r\n'),
  }
  const publicForms = {
    'PEM SPKI': shopPair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'PEM PKCS#1': shopPair.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'bare SPKI': shopPair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }

  test.each(Object.entries(forms))(
    'a private key is taken as %s, and every public form checks it',
    (_form, material) => {
      for (const signType of ['RSA', 'RSA2'] as const) {
        const signature = sign({ a: '中文' }, signing(signType, material), 'GBK')
        for (const publicMaterial of Object.values(publicForms)) {
          const key = loadVerifyingKey(signType, publicMaterial)
          if (!key.ok) throw new Error(key.error)
          expect(verify({ a: '中文' }, signature, key.value, 'GBK')).toBe(true)
          expect(verify({ a: '中文' }, signature, key.value, 'UTF-8')).toBe(false)
          expect(verify({ a: '中国' }, signature, key.value, 'GBK')).toBe(false)
        }
      }
    },
  )

  test('a signature of one RSA type is none of the other', () => {
    const signature = sign({ a: '1' }, signing('RSA', forms['PEM PKCS#8']), 'UTF-8')
    const key = loadVerifyingKey('RSA2', publicForms['PEM SPKI'])
    expect(key.ok && verify({ a: '1' }, signature, key.value, 'UTF-8')).toBe(false)
  })

  test('each wrong key has a name', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const short = generateKeyPairSync('rsa', { modulusLength: 512 })
    const locked = shopPair.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString()
    const fault = (result: { ok: boolean; error?: string }): string | undefined =>
      result.ok ? undefined : result.error
    expect(fault(loadSigningKey('RSA2', ' \n'))).toBe('empty')
    expect(fault(loadSigningKey('RSA2', 'rubbish'))).toBe('not-a-key')
    expect(fault(loadSigningKey('RSA2', publicForms['bare SPKI']))).toBe('private-key-wanted')
    expect(fault(loadSigningKey('RSA2', locked))).toBe('encrypted')
    expect(fault(loadSigningKey('RSA2', pem(curve.privateKey)))).toBe('not-rsa')
    expect(fault(loadSigningKey('RSA2', pem(short.privateKey)))).toBe('too-short')
    expect(fault(loadVerifyingKey('RSA', forms['PEM PKCS#1']))).toBe('public-key-wanted')
    expect(fault(loadVerifyingKey('RSA', forms['bare PKCS#8']))).toBe('public-key-wanted')
    expect(fault(loadVerifyingKey('MD5', 'two words'))).toBe('not-a-key')
  })

  test('a key object shows nothing of its secret', () => {
    const shown = JSON.stringify(signing('MD5', md5Key)) + Object.values(signing('MD5', md5Key)).join(' ')
    expect(shown).not.toContain(md5Key)
  })

  test('the public half of the signing key is offered for Alipay', () => {
    expect(signing('RSA2', forms['bare PKCS#1']).publicKeyPem).toBe(publicForms['PEM SPKI'])
    expect(signing('MD5', md5Key).publicKeyPem).toBeUndefined()
  })
})
const pem = (key: typeof shopPair.privateKey): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('checking a signature', () => {
  const rsa = loadVerifyingKey(
    'RSA2',
    gatewayPair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  )
  const md5 = loadVerifyingKey('MD5', md5Key)
  if (!rsa.ok || !md5.ok) throw new Error('keys')

  test('never throws and never agrees for rubbish', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (parameters, signature) => {
        expect(verify(parameters, signature, rsa.value, 'GBK')).toBe(false)
        expect(verify(parameters, signature, md5.value, 'UTF-8')).toBe(false)
      }),
    )
  })

  test('takes one text for one signature only', () => {
    const key = signing('RSA2', pem(gatewayPair.privateKey))
    const signature = sign({ a: '1' }, key, 'UTF-8')
    expect(verify({ a: '1' }, signature, rsa.value, 'UTF-8')).toBe(true)
    for (const other of [
      ` ${signature}`,
      `${signature}\n`,
      signature.replaceAll('=', ''),
      signature.replaceAll('+', '-').replaceAll('/', '_').concat('='),
      `${signature}AAAA`,
    ]) {
      expect(verify({ a: '1' }, other, rsa.value, 'UTF-8')).toBe(false)
    }
    const digest = sign({ a: '1' }, signing('MD5', md5Key), 'UTF-8')
    expect(verify({ a: '1' }, digest, md5.value, 'UTF-8')).toBe(true)
    expect(verify({ a: '1' }, digest.toUpperCase(), md5.value, 'UTF-8')).toBe(false)
  })
})

describe('charsets', () => {
  test('GB2312 counts as GBK, and unknown names are refused', () => {
    expect(parseCharset('gb2312')).toEqual({ ok: true, value: 'GBK' })
    expect(parseCharset('utf-8')).toEqual({ ok: true, value: 'UTF-8' })
    for (const name of ['latin1', 'UTF-16', '', '__proto__', 'constructor']) {
      expect(parseCharset(name).ok).toBe(false)
    }
  })

  test('what is written is read again, or was refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('UTF-8', 'GBK'), (text, charset) => {
        const bytes = encodeText(text, charset)
        if (bytes.ok) expect(decodeText(bytes.value, charset)).toEqual({ ok: true, value: text })
      }),
    )
    expect(encodeText('米卡咖啡', 'GBK').ok).toBe(true)
    expect(encodeText('Björn 😀', 'GBK').ok).toBe(false)
    expect(encodeText('\ud800', 'UTF-8').ok).toBe(false)
  })

  test('bytes outside the charset are refused', () => {
    expect(decodeText(new Uint8Array([0xc0, 0xaf]), 'UTF-8').ok).toBe(false)
    expect(decodeText(new Uint8Array([0xc3, 0xd7]), 'UTF-8').ok).toBe(false)
    expect(decodeText(new Uint8Array([0x81]), 'GBK').ok).toBe(false)
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]), 'UTF-8')).toEqual({
      ok: true,
      value: '\ufeffA',
    })
  })
})
