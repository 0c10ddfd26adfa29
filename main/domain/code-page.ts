/** Code pages of receipt printers, by the names that the encoder knows them by. */
export const codePages = [
  'cp437',
  'cp737',
  'cp850',
  'cp852',
  'cp858',
  'cp860',
  'cp863',
  'cp865',
  'cp866',
  'cp874',
  'cp1250',
  'cp1251',
  'cp1252',
  'cp1253',
  'cp1254',
  'cp1257',
] as const
export type CodePage = (typeof codePages)[number]
