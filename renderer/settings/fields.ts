import { currencies } from '../../main/domain/money.ts'
import type { TextKey } from '../texts/en.ts'

/** Where in the settings a field is: `gateway.extendInfo.storeId`. */
export type FieldPath = string
type Underscored<K extends string> = K extends `settings.field.${infer Rest}` ? Rest : never
export type FieldName = Underscored<Extract<TextKey, `settings.field.${string}`>>
export type OptionName =
  Extract<TextKey, `settings.option.${string}`> extends `settings.option.${infer Rest}` ? Rest : never
export type Expectation =
  Extract<TextKey, `settings.expects.${string}`> extends `settings.expects.${infer Rest}` ? Rest : never

interface Common {
  readonly name: FieldName
  readonly optional?: boolean
  readonly expects?: Expectation
}
export type Field = Common &
  (
    | { readonly kind: 'text' | 'number' | 'numbers' | 'switch' | 'lines' | 'serial-scanners' | 'code-pages' }
    /** `say`: choices with a word in the texts; the others say themselves. */
    | {
        readonly kind: 'choice'
        readonly choices: readonly string[]
        readonly say: boolean
        readonly none?: OptionName
      }
  )

export const pathOf = (name: FieldName): FieldPath => name.replaceAll('_', '.')

export interface Group {
  readonly title: Extract<TextKey, `settings.group.${string}`>
  readonly fields: readonly Field[]
}
export type Tab = 'shop' | 'account' | 'keys' | 'store' | 'files' | 'advanced' | 'devices'

const text = (name: FieldName, expects: Expectation = 'text', optional = false): Field => ({
  name,
  kind: 'text',
  expects,
  optional,
})
const number = (name: FieldName, optional = false): Field => ({
  name,
  kind: 'number',
  expects: 'number',
  optional,
})
const choice = (name: FieldName, choices: readonly string[]): Field => ({
  name,
  kind: 'choice',
  choices,
  say: true,
})
const literal = (name: FieldName, choices: readonly string[], none?: OptionName): Field =>
  none === undefined
    ? { name, kind: 'choice', choices, say: false }
    : { name, kind: 'choice', choices, say: false, none, optional: true }
/** Left out, it is as the kind of printer has it. */
const byProfile = (name: FieldName, choices: readonly string[]): Field => ({
  name,
  kind: 'choice',
  choices,
  say: true,
  none: 'profile',
  optional: true,
})
const onOff = (name: FieldName): Field => ({ name, kind: 'switch' })

/** Every setting that the screen offers, tab by tab. Their rules are the till's (`main/settings.ts`). */
export const groups: Readonly<Record<Tab, readonly Group[]>> = {
  shop: [
    {
      title: 'settings.group.till',
      fields: [
        choice('mode', ['training', 'live']),
        text('till', 'name'),
        choice('language', ['en', 'zh']),
        literal('currency', currencies),
      ],
    },
    {
      title: 'settings.group.shop',
      fields: [
        text('shop_name'),
        { name: 'shop_address', kind: 'lines' },
        text('shop_taxId', 'text', true),
        text('shop_timeZone', 'zone'),
        number('shop_dayStartsAtMinute'),
      ],
    },
    {
      title: 'settings.group.sale',
      fields: [number('sale_confirmAbove', true), number('sale_scannedCodeLifeMs')],
    },
    {
      title: 'settings.group.people',
      fields: [
        number('people_idleMinutes'),
        number('people_refundLimit', true),
        number('people_payOutLimit', true),
      ],
    },
  ],
  account: [
    {
      title: 'settings.group.account',
      fields: [
        text('gateway_url', 'url'),
        text('gateway_partner', 'partner'),
        text('gateway_transName'),
        choice('gateway_edition', ['global', 'hk']),
        choice('gateway_integration', ['direct', 'integrator', 'acquirer', 'integrator-acquirer']),
        text('gateway_sellerId', 'partner', true),
        literal('gateway_settlementCurrency', currencies, 'samePrice'),
        choice('gateway_refundKind', ['immediate', 'queued']),
      ],
    },
  ],
  keys: [
    {
      title: 'settings.group.signature',
      fields: [literal('gateway_signType', ['RSA2', 'RSA', 'MD5']), onOff('gateway_allowMd5')],
    },
  ],
  store: [
    {
      title: 'settings.group.store',
      fields: [
        text('gateway_extendInfo_secondaryMerchantId', 'key', true),
        text('gateway_extendInfo_secondaryMerchantName', 'text', true),
        text('gateway_extendInfo_secondaryMerchantIndustry', 'mcc', true),
        text('gateway_extendInfo_storeId', 'key', true),
        text('gateway_extendInfo_storeName', 'text', true),
        text('gateway_extendInfo_terminalId', 'key', true),
        text('gateway_extendInfo_serviceProviderId', 'partner', true),
      ],
    },
  ],
  files: [
    {
      title: 'settings.group.server',
      fields: [
        text('reconciliation_account', 'digits', true),
        text('reconciliation_sftp_host', 'server', true),
        number('reconciliation_sftp_port'),
        text('reconciliation_sftp_user', 'text', true),
        text('reconciliation_sftp_hostKey', 'fingerprint', true),
        text('reconciliation_sftp_directory'),
        { name: 'reconciliation_sftp_fileNames', kind: 'lines' },
      ],
    },
    {
      title: 'settings.group.matching',
      fields: [
        number('matching_feeBasisPoints', true),
        number('matching_feeToleranceMinor'),
        onOff('matching_refundReturnsFee'),
        literal('matching_amountUnit', ['major', 'minor'], 'compared'),
        number('matching_nearMidnightMinutes'),
        number('matching_settledWithinDays'),
        { name: 'matching_otherTills', kind: 'lines' },
        onOff('matching_otherSystems'),
      ],
    },
    {
      title: 'settings.group.keeping',
      fields: [number('reports_keepFilesDays'), number('reports_keepLogsDays')],
    },
    {
      title: 'settings.group.accounts',
      fields: [
        text('reports_accounts_cash', 'account'),
        text('reports_accounts_cashTransit', 'account'),
        text('reports_accounts_bank', 'account'),
        text('reports_accounts_alipayClearing', 'account'),
        text('reports_accounts_customerMoney', 'account'),
        text('reports_accounts_sales', 'account'),
        text('reports_accounts_fees', 'account'),
        text('reports_accounts_cashDifference', 'account'),
        text('reports_accounts_settlementDifference', 'account'),
      ],
    },
  ],
  advanced: [
    {
      title: 'settings.group.wire',
      fields: [
        text('gateway_notifyUrl', 'url', true),
        text('gateway_memo', 'text', true),
        onOff('gateway_sendCreateTime'),
        onOff('gateway_sendTerminalTimestamp'),
        literal('gateway_identityCodeType', ['barcode', 'QRcode', 'qrcode']),
        choice('gateway_cancelTimestamp', ['milliseconds', 'beijing-text', 'none']),
        literal('gateway_refundReason', ['none', 'refund_reason', 'refund_reson']),
        text('gateway_refundReasonText'),
        text('gateway_tradeInformation_goodsInfo', 'text', true),
        text('gateway_tradeInformation_businessType', 'other', true),
        text('gateway_tradeInformation_totalQuantity', 'number', true),
      ],
    },
    {
      title: 'settings.group.timing',
      fields: [
        number('gateway_connectTimeoutMs'),
        number('gateway_deadlineMs'),
        number('sale_firstQueryMs'),
        number('sale_queryEveryMs'),
        number('sale_limitMs'),
        number('sale_cancelEveryMs'),
        text('training_gatewayUrl', 'url', true),
      ],
    },
  ],
  devices: [
    {
      title: 'settings.group.printer',
      fields: [
        text('printer_address', 'printer', true),
        choice('printer_profile', ['generic', 'epson', 'star', 'chinese-58']),
        number('printer_columns'),
        choice('printer_encoding', ['auto', 'raster']),
        { name: 'printer_codePages', kind: 'code-pages', optional: true },
        byProfile('printer_chinese', ['gb18030', 'gb2312', 'none']),
        byProfile('printer_qr', ['native', 'raster']),
        byProfile('printer_barcode', ['native', 'raster']),
        choice('printer_receiptCode', ['auto', 'qr', 'both']),
        text('printer_logo', 'text', true),
        choice('printer_cut', ['partial', 'full', 'none']),
        number('printer_feedLines', true),
        choice('printer_copies', ['customer', 'customer-and-merchant', 'none']),
      ],
    },
    {
      title: 'settings.group.cash',
      fields: [
        onOff('cash_enabled'),
        onOff('cash_requireShift'),
        number('cash_explainAbove', true),
        { name: 'cash_denominations', kind: 'numbers', expects: 'denominations', optional: true },
        choice('cash_drawer', ['pin-2', 'pin-5', 'none']),
        choice('drawer_at', ['printer', 'display']),
        choice('drawer_switch', ['none', 'high-open', 'low-open']),
        number('drawer_openSeconds'),
      ],
    },
    {
      title: 'settings.group.display',
      fields: [
        choice('display_window', ['off', 'on']),
        choice('display_pole_dialect', ['none', 'cd5220', 'dm-d', 'dsp800', 'aedex', 'led8']),
        text('display_pole_line', 'serialLine', true),
        onOff('display_pole_lamps'),
      ],
    },
    {
      title: 'settings.group.scanner',
      fields: [
        onOff('scanners_hid'),
        choice('scanners_beep', ['off', 'maker']),
        choice('scanners_terminator', ['enter', 'tab', 'none']),
        text('scanners_wedge_prefix', 'text', true),
        number('scanners_wedge_gapMs', true),
        {
          name: 'scanners_wedge_layout',
          kind: 'choice',
          choices: ['french', 'german'],
          say: true,
          none: 'asComputer',
          optional: true,
        },
        text('scanners_camera', 'camera', true),
        { name: 'scanners_serial', kind: 'serial-scanners' },
      ],
    },
  ],
}
export const tabs = Object.keys(groups) as readonly Tab[]
export const allFields: readonly Field[] = tabs.flatMap((tab) => groups[tab].flatMap(({ fields }) => fields))

/** The tab on which a fault's field stands; the first one when no field has that name. */
export const tabOf = (path: FieldPath): Tab => {
  if (path === 'keys.sftpPassword') return 'files'
  if (path.startsWith('keys')) return 'keys'
  // What is wrong may lie inside of a field, as the port of the second scanner in their list.
  const isIn = ({ name }: Field): boolean => path === pathOf(name) || path.startsWith(`${pathOf(name)}.`)
  return tabs.find((tab) => groups[tab].some(({ fields }) => fields.some(isIn))) ?? 'shop'
}
