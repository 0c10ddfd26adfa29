import { describe, expect, test } from 'vitest'
import type { PaymentId, RefundId } from '../../main/domain/ids.ts'
import { money } from '../../main/domain/money.ts'
import type { BuyerCode } from '../../main/domain/scan.ts'
import { instant } from '../../main/domain/time.ts'
import { encodeForm } from '../../main/gateway/form.ts'
import {
  cancelParameters,
  payParameters,
  queryParameters,
  refundParameters,
  refundQueryParameters,
} from '../../main/gateway/parameters.ts'
import { checkProfile } from '../../main/gateway/profile.ts'
import { signedText } from '../../main/gateway/signature.node.ts'
import { gatewaySettings, type GatewaySettings } from '../../main/settings.ts'
import { payment } from './answers.ts'

const shop = {
  url: 'https://globalmapi.alipay.com/gateway.do',
  partner: '2088021966388155',
  transName: "Mika's coffee shop",
  extendInfo: { storeId: 'S001', storeName: '米卡咖啡' },
}
const settings = (change: Readonly<Record<string, unknown>> = {}): GatewaySettings =>
  gatewaySettings.parse({ ...shop, ...change })

const at = instant(Date.UTC(2020, 0, 1, 19, 4, 5))
const order = (id: string = payment, amount = money(1, 'USD')) => ({
  id: id as PaymentId,
  amount,
  createdAt: at,
})
const code = '285902802486590277' as BuyerCode
const refund = (kind: 'immediate' | 'queued') => ({
  id: '8123' as RefundId,
  payment: payment as PaymentId,
  amount: money(1250, 'USD'),
  kind,
})

describe('the parameters of a PAY', () => {
  test('are those of the published request, to the letter (spot-pay 4.7, S5)', () => {
    const whole = settings({
      extendInfo: {
        secondaryMerchantId: 'M001',
        secondaryMerchantName: "Mika's coffee shop",
        secondaryMerchantIndustry: '5812',
        storeId: 'S001',
        storeName: '米卡咖啡',
        terminalId: 'T001',
      },
    })
    const { service, parameters } = payParameters(whole, order('TEST20200102030405001'), code)
    expect(service).toBe('alipay.acquire.overseas.spot.pay')
    expect(signedText(parameters)).toBe(
      '_input_charset=UTF-8&alipay_seller_id=2088021966388155&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=285902802486590277&currency=USD&extend_info={"secondary_merchant_id":"M001","secondary_merchant_name":"Mika\'s coffee shop","secondary_merchant_industry":"5812","store_id":"S001","store_name":"米卡咖啡","terminal_id":"T001"}&identity_code_type=barcode&partner=2088021966388155&partner_trans_id=TEST20200102030405001&service=alipay.acquire.overseas.spot.pay&trans_amount=0.01&trans_create_time=20200102030405&trans_name=Mika\'s coffee shop',
    )
  })

  test('carry every optional one that is set', () => {
    const { parameters } = payParameters(
      settings({
        memo: 'Table 7',
        notifyUrl: 'https://shop.example/notify',
        identityCodeType: 'QRcode',
        sendCreateTime: false,
        tradeInformation: { goodsInfo: 'Tea^1|Cake^2', businessType: '4', totalQuantity: '3' },
        extendInfo: { ...shop.extendInfo, serviceProviderId: '2088000000000001' },
      }),
      order(),
      code,
    )
    expect(parameters).toMatchObject({
      memo: 'Table 7',
      notify_url: 'https://shop.example/notify',
      identity_code_type: 'QRcode',
      trade_information: '{"goods_info":"Tea^1|Cake^2","business_type":"4","total_quantity":"3"}',
      extend_info: '{"store_id":"S001","store_name":"米卡咖啡","sys_service_provider_id":"2088000000000001"}',
    })
    expect(parameters).not.toHaveProperty('trans_create_time')
  })

  test('leave out what has no value', () => {
    const { parameters } = payParameters(settings({ extendInfo: {} }), order(), code)
    expect(Object.keys(parameters)).not.toContain('extend_info')
    expect(Object.keys(parameters)).not.toContain('trans_currency')
    expect(Object.values(parameters)).not.toContain('')
  })

  test('name price and settlement currency when they differ', () => {
    const { parameters } = payParameters(
      settings({ settlementCurrency: 'USD' }),
      order(payment, money(1250, 'CNY')),
      code,
    )
    expect(parameters).toMatchObject({ currency: 'USD', trans_currency: 'CNY', trans_amount: '12.50' })
  })

  test('write yen without a point', () => {
    const { parameters } = payParameters(settings(), order(payment, money(1250, 'JPY')), code)
    expect(parameters).toMatchObject({ currency: 'JPY', trans_amount: '1250' })
  })

  test('are not built from a text that hides a parameter', () => {
    expect(() => payParameters(settings({ transName: 'Tea&trans_amount=1' }), order(), code)).toThrow(
      RangeError,
    )
  })
})

describe('the parameters of the other calls', () => {
  test('QUERY', () => {
    expect(queryParameters(settings(), payment as PaymentId).parameters).toEqual({
      service: 'alipay.acquire.overseas.query',
      partner: shop.partner,
      _input_charset: 'UTF-8',
      partner_trans_id: payment,
    })
  })

  test('CANCEL renames the id and writes its timestamp as set', () => {
    const cancel = (change: Readonly<Record<string, unknown>>) =>
      cancelParameters(settings(change), payment as PaymentId, at).parameters
    expect(cancel({})).toEqual({
      service: 'alipay.acquire.cancel',
      partner: shop.partner,
      _input_charset: 'UTF-8',
      out_trade_no: payment,
      timestamp: '1577905445000',
    })
    expect(cancel({ cancelTimestamp: 'beijing-text' })).toMatchObject({ timestamp: '2020-01-02 03:04:05' })
    expect(cancel({ cancelTimestamp: 'none' })).not.toHaveProperty('timestamp')
    expect(cancel({ sendTerminalTimestamp: true })).toMatchObject({ terminal_timestamp: '1577905445000' })
  })

  test('REFUND', () => {
    const notifyUrl = 'https://shop.example/notify'
    expect(refundParameters(settings({ notifyUrl }), refund('immediate')).parameters).toEqual({
      service: 'alipay.acquire.overseas.spot.refund',
      partner: shop.partner,
      _input_charset: 'UTF-8',
      partner_trans_id: payment,
      partner_refund_id: '8123',
      refund_amount: '12.50',
      currency: 'USD',
      is_sync: 'Y',
    })
    expect(refundParameters(settings({ notifyUrl }), refund('queued')).parameters).toMatchObject({
      is_sync: 'N',
      notify_url: notifyUrl,
    })
    for (const spelling of ['refund_reason', 'refund_reson'] as const) {
      const { parameters } = refundParameters(
        settings({ refundReason: spelling, refundReasonText: 'Broken cup' }),
        refund('immediate'),
      )
      expect(parameters[spelling]).toBe('Broken cup')
    }
  })

  test('refund query', () => {
    const { parameters } = refundQueryParameters(settings(), payment as PaymentId, '8123' as RefundId)
    expect(parameters).toMatchObject({ out_trade_no: payment, out_return_no: '8123' })
  })
})

describe('the profile of an account', () => {
  const faults = (change: Readonly<Record<string, unknown>>, price: 'USD' | 'HKD' | 'CNY' | 'MOP' = 'USD') =>
    checkProfile(settings(change), price).map(({ field }) => field)
  const secondary = {
    secondaryMerchantId: 'M1',
    secondaryMerchantName: 'Mika',
    secondaryMerchantIndustry: '5812',
    ...shop.extendInfo,
  }

  test('a direct shop needs its store only', () => {
    expect(faults({})).toEqual([])
    expect(faults({ extendInfo: secondary })).toEqual([])
    expect(faults({ extendInfo: {} })).toEqual(['gateway.extendInfo.storeId', 'gateway.extendInfo.storeName'])
  })

  test('a secondary merchant is named whole or not at all', () => {
    expect(faults({ extendInfo: { ...shop.extendInfo, secondaryMerchantId: 'M1' } })).toEqual([
      'gateway.extendInfo.secondaryMerchantName',
      'gateway.extendInfo.secondaryMerchantIndustry',
    ])
  })

  test.each(['acquirer', 'integrator-acquirer'])(
    'via %s the whole secondary merchant is needed',
    (integration) => {
      expect(faults({ integration })).toHaveLength(3)
      expect(faults({ integration, extendInfo: secondary })).toEqual([])
    },
  )

  test('an integrator names itself', () => {
    expect(faults({ integration: 'integrator' })).toEqual(['gateway.extendInfo.serviceProviderId'])
    const extendInfo = { ...shop.extendInfo, serviceProviderId: '2088000000000001' }
    expect(faults({ integration: 'integrator', extendInfo })).toEqual([])
  })

  test('the seller is the partner', () => {
    expect(faults({ sellerId: '2088000000000001' })).toEqual(['gateway.sellerId'])
    expect(faults({ sellerId: shop.partner })).toEqual([])
  })

  test('the hk edition takes HKD, its own spelling and no double quotes', () => {
    expect(faults({ edition: 'hk' })).toEqual(['gateway.edition'])
    expect(faults({ edition: 'hk' }, 'HKD')).toEqual([])
    expect(faults({ edition: 'hk', refundReason: 'refund_reason' }, 'HKD')).toEqual(['gateway.refundReason'])
    expect(faults({ edition: 'hk', refundReason: 'refund_reson' }, 'HKD')).toEqual([])
    expect(faults({ edition: 'hk', transName: 'The "Tea" House' }, 'HKD')).toEqual(['gateway.transName'])
    expect(faults({ transName: 'The "Tea" House' })).toEqual([])
  })

  test('only some prices are settled apart, and some must be', () => {
    expect(faults({ settlementCurrency: 'USD' }, 'CNY')).toEqual([])
    expect(faults({ settlementCurrency: 'USD' }, 'HKD')).toEqual(['gateway.settlementCurrency'])
    expect(faults({}, 'MOP')).toEqual(['gateway.settlementCurrency'])
    expect(faults({ settlementCurrency: 'HKD' }, 'MOP')).toEqual([])
  })

  test.each(['null', ' Tea', 'Tea&a=1', 'Tea\u0007', 'Tea\ud800'])(
    'a name like %j cannot be sent',
    (transName) => {
      expect(faults({ transName })).toEqual(['gateway.transName'])
    },
  )

  test('an address with two parameters cannot be signed without doubt', () => {
    expect(faults({ notifyUrl: 'https://shop.example/n?till=1' })).toEqual([])
    expect(faults({ notifyUrl: 'https://shop.example/n?till=1&x=2' })).toEqual(['gateway.notifyUrl'])
  })
})

test('a form is percent-encoded in the charset of the call', () => {
  expect(encodeForm({ sign: 'a+/=', name: "Mika's 米&" }, 'UTF-8')).toBe(
    'sign=a%2B%2F%3D&name=Mika%27s%20%E7%B1%B3%26',
  )
  expect(encodeForm({ name: '米' }, 'GBK')).toBe('name=%C3%D7')
})
