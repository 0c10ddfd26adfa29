/**
 * Hands a file that the till has made to the person: the browser saves it, or asks where. `base64` is its content.
 * Throws when that is not base64.
 */
export const download = (name: string, base64: string, type: string): void => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Both hosts have begun to read it by then; an address that stays would keep the bytes in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
