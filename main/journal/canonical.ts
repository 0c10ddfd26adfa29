/**
 * Canonical JSON: one text for one value, so that a hash of the text is a hash of the value. Keys are sorted by
 * UTF-16 code unit, there is no white space, and only what survives a round trip through JSON unchanged is taken:
 * objects, arrays, strings, safe integers, booleans and null. A fraction or `undefined` is a mistake of the caller
 * and throws a TypeError that says where it stands: money and milliseconds are whole numbers.
 */
export const canonicalJson = (value: unknown): string => write(value, '$')

const write = (value: unknown, path: string): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new TypeError(`${path} is ${value}, which is not a whole number that JSON keeps`)
    }
    return String(value)
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === null) return 'null'
  if (Array.isArray(value)) return writeArray(value, path)
  if (typeof value === 'object') return writeObject(value, path)
  throw new TypeError(`${path} is ${typeof value}, which the journal does not keep`)
}

const writeArray = (values: readonly unknown[], path: string): string => {
  let text = '['
  for (let index = 0; index < values.length; index += 1) {
    text += (index === 0 ? '' : ',') + write(values[index], `${path}[${index}]`)
  }
  return `${text}]`
}

const writeObject = (value: object, path: string): string => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path} is not a plain object, which the journal does not keep`)
  }
  const fields = value as Readonly<Record<string, unknown>>
  let text = '{'
  for (const key of Object.keys(fields).sort()) {
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${write(fields[key], `${path}.${key}`)}`
  }
  return `${text}}`
}
