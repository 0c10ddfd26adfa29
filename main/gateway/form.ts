import { encodeText, type Charset } from './charset.ts'

const unreserved = /[A-Za-z0-9._-]/

/** One value percent-encoded in the charset of the call. Throws for a text that the charset cannot write. */
const encodePart = (text: string, charset: Charset): string => {
  const bytes = encodeText(text, charset)
  if (!bytes.ok) throw new RangeError(`the parameters cannot be written in ${charset}`)
  let part = ''
  for (const byte of bytes.value) {
    const character = String.fromCharCode(byte)
    part += unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return part
}

/** A form body (spot-pay 1); a blank becomes `%20`, which every decoder reads alike. */
export const encodeForm = (parameters: Readonly<Record<string, string>>, charset: Charset): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodePart(value, charset)}`)
    .join('&')
