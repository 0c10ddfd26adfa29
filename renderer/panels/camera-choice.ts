let chosen: string | undefined

/**
 * The camera that somebody took last since this page was opened, by the browser's own id, which is another one after
 * the next start. Which one to begin with is a setting of the till.
 */
export const chosenCamera = (): string | undefined => chosen
export const chooseCamera = (id: string): void => {
  chosen = id
}
