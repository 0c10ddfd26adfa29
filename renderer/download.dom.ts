/**
 * Hands a file that the till has made to the person: the browser saves it, or asks where. `base64` is its content, in
 * one piece or in parts that follow each other. Throws when that is not base64.
 */
export const download = (name: string, base64: string | readonly string[], type: string): void => {
  const parts = [base64]
    .flat()
    .map((part) => Uint8Array.from(atob(part), (character) => character.charCodeAt(0)))
  const address = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Both hosts have begun to read it by then; an address that stays would keep the bytes in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
