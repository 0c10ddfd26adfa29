import { settingsSchema, type Settings } from './settings.ts'

export interface SalvagedSettings {
  /** Settings that hold: what was right, and defaults for what was wrong. Nothing may be sold by them. */
  readonly usable: Settings
  /**
   * The same for a form that mends them: text and numbers that were wrong stand there as they were written. It only
   * claims to be `Settings`; whoever takes it back parses it.
   */
  readonly written: Settings
}

type Tree = { [key: string]: unknown }
type Path = readonly PropertyKey[]

/** For fields that an account cannot do without, so that the rest of it survives; and what a form shows instead. */
const standIns: Readonly<Record<string, { readonly holds: unknown; readonly shown: unknown }>> = {
  'gateway.url': { holds: 'https://gateway.invalid/', shown: '' },
  'gateway.partner': { holds: '2088000000000000', shown: '' },
  'gateway.transName': { holds: '-', shown: '' },
  'gateway.allowMd5': { holds: true, shown: false },
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const groupAt = (tree: Tree, path: Path): Tree | undefined => {
  let node: unknown = tree
  for (const key of path) node = isTree(node) ? node[String(key)] : undefined
  return isTree(node) ? node : undefined
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/** Every pass takes out at least one value, and no settings file has this many. */
const passesMax = 200

/** What can be kept of settings that are wrong. A value that is no object at all gives the defaults. */
export const salvageSettings = (value: unknown): SalvagedSettings => {
  const tree: Tree = isTree(value) ? structuredClone(value) : {}
  const asWritten: { readonly path: Path; readonly value: unknown }[] = []
  for (let pass = 0; pass < passesMax; pass++) {
    const parsed = settingsSchema.safeParse(tree)
    if (parsed.success) {
      const written = structuredClone(parsed.data) as unknown as Tree
      for (const { path, value: wrong } of asWritten) {
        const group = groupAt(written, path.slice(0, -1))
        if (group !== undefined) group[String(path.at(-1))] = wrong
      }
      return { usable: parsed.data, written: written as unknown as Settings }
    }
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        const group = groupAt(tree, issue.path)
        for (const key of issue.keys) delete group?.[key]
        continue
      }
      const group = groupAt(tree, issue.path.slice(0, -1))
      const key = String(issue.path.at(-1))
      const wrong = group?.[key]
      // A choice that does not exist cannot be shown among those that do.
      const shown = isScalar(wrong) && issue.code !== 'invalid_value'
      const standIn = standIns[issue.path.join('.')]
      if (group !== undefined && wrong !== undefined) delete group[key]
      else if (issue.path.length > 1 && standIn === undefined) {
        delete groupAt(tree, issue.path.slice(0, -2))?.[String(issue.path.at(-2))]
      }
      if (standIn !== undefined && group !== undefined) group[key] = standIn.holds
      if (shown) asWritten.push({ path: issue.path, value: wrong })
      else if (standIn !== undefined) asWritten.push({ path: issue.path, value: standIn.shown })
    }
  }
  const defaults = settingsSchema.parse({})
  return { usable: defaults, written: defaults }
}
