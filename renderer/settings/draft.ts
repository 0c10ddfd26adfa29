import type { Settings } from '../../main/settings.ts'
import { allFields, pathOf, type Field, type FieldPath } from './fields.ts'

/** The form as it stands: what was typed, by path. Text of numbers stays text until it is handed over, and so do lists. */
export type Draft = Readonly<Record<FieldPath, string | boolean>>

/** Code pages of a printer and what was typed as their numbers, as the draft has them. */
export type CodePageRows = readonly (readonly [page: string, number: string])[]

type Tree = { [key: string]: unknown }
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const valueAt = (tree: unknown, path: FieldPath): unknown =>
  path.split('.').reduce<unknown>((node, key) => (isTree(node) ? node[key] : undefined), tree)

const shown = (field: Field, value: unknown): string | boolean => {
  switch (field.kind) {
    case 'switch':
      return value === true
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : ''
    case 'numbers':
      return Array.isArray(value) ? value.join(', ') : ''
    case 'serial-scanners':
      return JSON.stringify(value ?? [])
    case 'code-pages':
      return isTree(value)
        ? JSON.stringify(Object.entries(value).map(([page, number]) => [page, String(number)]))
        : ''
    case 'number':
      return typeof value === 'number' ? String(value) : ''
    case 'text':
    case 'choice':
      return typeof value === 'string' ? value : ''
  }
}

export const draftOf = (settings: Settings): Draft =>
  Object.fromEntries(
    allFields.map((field) => [pathOf(field.name), shown(field, valueAt(settings, pathOf(field.name)))]),
  )

/** What a new account starts with; what the till has defaults for, it fills in itself. */
const newAccount: Draft = {
  'gateway.url': 'https://globalmapi.alipay.com/gateway.do',
  'gateway.edition': 'global',
  'gateway.integration': 'direct',
  'gateway.refundKind': 'immediate',
  'gateway.signType': 'RSA2',
  'gateway.sendCreateTime': true,
  'gateway.identityCodeType': 'barcode',
  'gateway.cancelTimestamp': 'milliseconds',
  'gateway.refundReason': 'none',
  'gateway.refundReasonText': 'Customer refund',
  'gateway.connectTimeoutMs': '3000',
  'gateway.deadlineMs': '15000',
}
export const withAccount = (draft: Draft): Draft => ({
  ...draft,
  ...newAccount,
  ...(draft['shop.name'] === undefined ? {} : { 'gateway.transName': draft['shop.name'] }),
})

// What is no number goes over as it is: the till names the fault.
const numberIn = (text: string): number | string => (/^-?\d{1,15}$/.test(text) ? Number(text) : text)

const given = (field: Field, value: string | boolean): unknown => {
  if (typeof value === 'boolean') return value
  const text = value.trim()
  if (field.kind === 'lines')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  if (field.kind === 'serial-scanners') return JSON.parse(text) as unknown
  if (text === '' && field.optional === true) return undefined
  if (field.kind === 'code-pages') {
    const rows = JSON.parse(text) as CodePageRows
    return Object.fromEntries(rows.map(([page, number]) => [page, numberIn(number.trim())]))
  }
  if (field.kind === 'numbers')
    return text
      .split(/[\s,;，、；]+/)
      .filter((one) => one !== '')
      .map(numberIn)
  return field.kind === 'number' ? numberIn(text) : text
}

const put = (tree: Tree, path: FieldPath, value: unknown): void => {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let node = tree
  for (const key of keys) {
    const below = node[key]
    if (isTree(below)) node = below
    else {
      if (value === undefined) return
      const made: Tree = {}
      node[key] = made
      node = made
    }
  }
  if (value === undefined) delete node[last]
  else node[last] = value
}

/** Fields that say something else in the one than in the other, in the order of the form. */
export const changedFields = (before: Draft, now: Draft): readonly Field[] =>
  allFields.filter(({ name }) => (before[pathOf(name)] ?? '') !== (now[pathOf(name)] ?? ''))

/**
 * The settings that the form means, over those it came from: what the form does not show stays as it was. Nothing is
 * checked here, the till parses it at its door; hence a shape that only claims to be `Settings`.
 */
export const settingsFrom = (draft: Draft, before: Settings, hasAccount: boolean): Settings => {
  const tree = structuredClone(before) as unknown as Tree
  if (!hasAccount) delete tree['gateway']
  for (const field of allFields) {
    const path = pathOf(field.name)
    const value = draft[path]
    if (value === undefined || (!hasAccount && path.startsWith('gateway.'))) continue
    put(tree, path, given(field, value))
  }
  return tree as unknown as Settings
}
