import { createInstance } from 'i18next'
import type { Language } from '../main/domain/sentences.ts'
import { en, type TextKey } from './texts/en.ts'
import { zh } from './texts/zh.ts'

export type TextValues = Readonly<Record<string, string | number>>
export type Say = (key: TextKey, values?: TextValues) => string

const i18n = createInstance()
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en }, zh: { translation: zh } },
  // React escapes what it draws; a second time would show `&amp;` to the cashier.
  interpolation: { escapeValue: false },
})

const sayer = (language: Language): Say => {
  const translate = i18n.getFixedT(language)
  return (key, values) => translate(key, values ?? {})
}
const sayers: Readonly<Record<Language, Say>> = { en: sayer('en'), zh: sayer('zh') }

/** The words of one language. An unknown key cannot be asked for. */
export const sayIn = (language: Language): Say => sayers[language]
