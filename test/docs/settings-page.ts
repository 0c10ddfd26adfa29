import { z } from 'zod'
import { settingsSchema } from '../../main/settings.ts'

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly items?: Schema
}

/** The schema that an editor checks `settings.json` with. */
export const settingsJsonSchema = (): string => {
  const schema = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ ...schema, title: 'Spot Till settings' }, null, 2)}\n`
}

const valuesOf = (schema: Schema): string => {
  if (schema.enum !== undefined) {
    return schema.enum.length > 6 ? `${schema.enum.length} choices, see the schema` : schema.enum.map((value) => `\`${value}\``).join(', ')
  }
  if (schema.type === 'array' && schema.items?.properties !== undefined) return 'list, each with'
  if (schema.type === 'array') return `list of ${valuesOf(schema.items ?? {})}`
  if (schema.type === 'boolean') return '`true`, `false`'
  if (schema.type === 'integer') {
    const { minimum, maximum } = schema
    const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
    return isBounded ? `whole number, ${minimum} to ${maximum}` : 'whole number'
  }
  if (schema.format === 'uri') return 'address'
  if (schema.pattern !== undefined) return `text like \`${schema.pattern.replaceAll('|', '\\|')}\``
  return schema.maxLength === undefined ? 'text' : `text, up to ${schema.maxLength}`
}

const rowsOf = (schema: Schema, path: string): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    if (name === '$schema') return []
    const field = path === '' ? name : `${path}.${name}`
    if (inner.properties !== undefined) {
      const about = inner.description === undefined ? [] : [`| **\`${field}\`** | | | ${inner.description} |`]
      return [...about, ...rowsOf(inner, field)]
    }
    const usual = inner.default === undefined ? (schema.required?.includes(name) === true ? 'required' : '') : `\`${JSON.stringify(inner.default)}\``
    const row = `| \`${field}\` | ${valuesOf(inner)} | ${usual} | ${inner.description ?? ''} |`
    return [row, ...rowsOf(inner.items ?? {}, `${field}[]`)]
  })

/** `docs/settings.md`, written from the schema itself. */
export const settingsPage = (): string =>
  [
    '# Settings',
    '',
    'One file, `settings.json`, in the data folder. A till without it is a training till with all defaults. Most of it',
    'can be set on the screen (F9); what is written there is this file. `docs/settings.schema.json` is its JSON Schema.',
    'A field that is wrong is named with what it wants, and nothing else is lost.',
    '',
    'Keys never stand in this file. They are handed over on the screen, or lie in files that `keys` names; private ones',
    'must be readable by their owner only (mode 0600), or the till refuses them.',
    '',
    '| field | values | default | what it is |',
    '| --- | --- | --- | --- |',
    ...rowsOf(JSON.parse(settingsJsonSchema()) as Schema, ''),
    '',
    '## A live till, for example',
    '',
    '```json',
    JSON.stringify(
      {
        $schema: './settings.schema.json',
        mode: 'live',
        till: 'till-3',
        currency: 'EUR',
        shop: { name: 'Cafe Example Linz', timeZone: 'Europe/Vienna', address: ['Hauptplatz 1', '4020 Linz'] },
        gateway: {
          url: 'https://globalmapi.alipay.com/gateway.do',
          partner: '2088000000000000',
          signType: 'RSA2',
          transName: 'Cafe Example Linz',
          extendInfo: { storeId: 'S012', storeName: 'Hauptplatz', terminalId: 'T03' },
        },
        keys: { privateKey: 'keys/shop.pem', alipayPublicKey: 'keys/alipay.pem' },
        printer: { address: '192.168.1.50:9100' },
      },
      null,
      2,
    ),
    '```',
    '',
  ].join('\n')
