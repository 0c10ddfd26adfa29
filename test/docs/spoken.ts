import type { Language, Sentences } from '../../main/domain/sentences.ts'
import { sayIn } from '../../renderer/i18n.ts'
import type { TextKey } from '../../renderer/texts/en.ts'

/** One thing that the screen says, and what may be said of it. */
export interface Spoken {
  /** What it is said of, in the words of the code: `waiting: timed-out`. */
  readonly of: string
  readonly words: Sentences
  /** How a list calls it, when it stands in one. */
  readonly inLists?: Readonly<Record<Language, string>>
  /** The gateway's books say that the customer paid, and the shop keeps it: the goods may go. */
  readonly paid?: boolean
  /** The customer's money may have moved: "nothing charged" would be a lie. */
  readonly mayBeCharged?: boolean
  /** It only confirms what a person has just done, and asks for nothing. */
  readonly asksNothing?: boolean
}

/** What a key of the screen's texts says: the headline, and what to do. */
export const textOf = (headline: TextKey | undefined, todo: TextKey | undefined): Sentences => {
  const values = { wallet: 'WeChat', ms: 180, count: 1, seconds: 8 }
  const one = (language: Language) => ({
    headline: headline === undefined ? '' : sayIn(language)(headline, values),
    todo: todo === undefined ? '' : sayIn(language)(todo, values),
  })
  return { en: one('en'), zh: one('zh') }
}

const han = /[\u4e00-\u9fff]/
/** Verbs that tell a person at the counter what to do, where an English clause may begin. */
const asks =
  /(?:^|[.:;,] |\bor |\bthen |\band |\bnow )(?:do not|allow|ask|bring|call|charge|check|choose|close|compare|confirm|copy|correct|fill|find|free|give|go on|hand over|hold|install|keep|key|log in|look|make|mend|move|name|open|paste|plug|press|print|put|read|refund|replace|say|scan|see|set|show|split|start|switch|take|tell|try|unlock|unplug|use|wait|write)\b/i
const asksInChinese = /请|勿|不要|可以|按/

/** Words that only a sale may have which is paid and stays paid. */
const saysPaid = /^paid\b(?! too late)|(?<!not )hand over the goods/i
const saysPaidInChinese = /^已收款|(?<!不)可以交货/
const saysUncharged = /nothing (?:was )?charged/i
const saysUnchargedInChinese = /未扣款|没有扣款/

/** What is wrong with it; empty when a cashier can live by it. */
export const faultsOf = ({ of, words, inLists, paid, mayBeCharged, asksNothing }: Spoken): readonly string[] => {
  const { en, zh } = words
  const english = `${en.headline} ${en.todo}`
  const chinese = `${zh.headline} ${zh.todo}`
  const found: string[] = []
  if (english.trim() === '' || chinese.trim() === '') found.push('says nothing')
  if (han.test(english)) found.push('says it in Chinese to an English cashier')
  if (zh.headline !== '' && !han.test(zh.headline)) found.push('its headline is not translated')
  if (zh.todo !== '' && !han.test(zh.todo)) found.push('what to do is not translated')
  if (asksNothing !== true && !asks.test(en.todo)) found.push('does not say what to do')
  if (asksNothing !== true && !asksInChinese.test(zh.todo)) found.push('does not say in Chinese what to do')
  if (paid !== true && (saysPaid.test(en.headline) || saysPaid.test(en.todo))) found.push('says paid')
  if (paid !== true && (saysPaidInChinese.test(zh.headline) || saysPaidInChinese.test(zh.todo)))
    found.push('says paid in Chinese')
  if (paid !== true && inLists !== undefined && /^(?:paid|已收款)$/i.test(inLists.en + inLists.zh))
    found.push('lists it as paid')
  if (mayBeCharged === true && (saysUncharged.test(english) || saysUnchargedInChinese.test(chinese)))
    found.push('says that nothing was charged')
  return found.map((fault) => `${of} ${fault}: ${en.headline} | ${en.todo} | ${zh.headline} | ${zh.todo}`)
}
