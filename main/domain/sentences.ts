/**
 * What the till says to the cashier, and to whoever sets it up: a headline to be seen from two metres, and the one thing
 * to do. In both languages, for the screen and the command line alike, so that they can never disagree.
 */
export type Language = 'en' | 'zh'
export interface Sentence {
  readonly headline: string
  readonly todo: string
}
export type Sentences = Readonly<Record<Language, Sentence>>

export const say = (en: readonly [string, string], zh: readonly [string, string]): Sentences => ({
  en: { headline: en[0], todo: en[1] },
  zh: { headline: zh[0], todo: zh[1] },
})
