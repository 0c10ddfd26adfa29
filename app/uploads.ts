/** A part of a file on its way from a screen, whose messages are short (`app/screen.ts`). */
export interface FilePart {
  readonly name: string
  /** The same for all parts of one file on one way. */
  readonly upload: string
  /** From 0. */
  readonly part: number
  readonly parts: number
  readonly base64: string
}

export type Uploaded =
  | { readonly state: 'more' }
  | { readonly state: 'whole'; readonly name: string; readonly base64: string }
  /** A part is missing, or the screen has begun too many others: it has to begin again. */
  | { readonly state: 'broken-off' }

/** More than any screen begins at once; what a closed screen left half is pushed out by what comes. */
const uploadsMax = 4

/** Puts files together from parts that come in order. */
export const createUploads = (): ((part: FilePart) => Uploaded) => {
  const begun = new Map<string, { readonly name: string; readonly parts: number; readonly heard: string[] }>()
  return ({ name, upload, part, parts, base64 }) => {
    if (part === 0) {
      begun.delete(upload)
      begun.set(upload, { name, parts, heard: [] })
      const [oldest] = begun.keys()
      if (begun.size > uploadsMax && oldest !== undefined) begun.delete(oldest)
    }
    const known = begun.get(upload)
    if (known?.name !== name || known.parts !== parts || known.heard.length !== part) {
      begun.delete(upload)
      return { state: 'broken-off' }
    }
    known.heard.push(base64)
    if (known.heard.length < parts) return { state: 'more' }
    begun.delete(upload)
    return { state: 'whole', name, base64: known.heard.join('') }
  }
}
