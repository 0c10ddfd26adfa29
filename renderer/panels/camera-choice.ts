const key = 'spot-till.camera'

/** The camera that was chosen on this machine last; the browser's own id of it. */
export const chosenCamera = (): string | undefined => {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    // A browser that keeps nothing for pages: then any camera will do, every time.
    return undefined
  }
}
export const chooseCamera = (id: string): void => {
  try {
    localStorage.setItem(key, id)
  } catch {
    return
  }
}
