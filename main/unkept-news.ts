import type { Stopped } from './contract.ts'

/**
 * Why the till stopped, with all that was heard and could not be kept. Told as it is, because the journal does not
 * know it; what others hear later does not push it off the screen.
 */
export const createUnkeptNews = (): ((fault: unknown, id: string, news: string) => Stopped) => {
  const heard = new Map<string, string>()
  return (fault, id, news) => {
    if (!heard.has(id)) heard.set(id, news)
    const words = [...heard].map(([subject, told]) => `${told}, ${subject}`).join('; ')
    return { why: 'journal', detail: `${fault instanceof Error ? fault.message : String(fault)} (${words})` }
  }
}
