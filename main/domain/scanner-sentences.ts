import { say, type Sentences } from './sentences.ts'

/** What set-up finds about a scanner that has just read the code on the screen. */
export type ScannerFinding =
  | 'other-code'
  | 'shortened'
  | 'layout-french-host'
  | 'layout-german-host'
  | 'layout-other-host'
  | 'layout-french-scanner'
  | 'layout-german-scanner'
  | 'caps-lock'
  | 'input-method'
  | 'alt-numpad'
  | 'no-ending'
  | 'prefix-learned'
  | 'prefix-not-allowed'
  | 'suffix-not-allowed'
  | 'slow'
  | 'wrong-baud'
  | 'hid-pos-is-better'

/** `{found}` and `{maker}` are filled in. */
export const scannerSentences: Readonly<Record<ScannerFinding, Sentences>> = {
  'other-code': say(
    ['This is not the code on the screen: {found}', 'Scan the code that is shown here, from close by.'],
    ['这不是屏幕上的码：{found}', '请靠近扫描此处显示的码。'],
  ),
  shortened: say(
    [
      'The scanner drops characters: {found}',
      "Scan the maker's code for factory settings, then scan here again. Until then payment codes fail.",
    ],
    ['扫码枪丢失字符：{found}', '请扫描厂家的“恢复出厂设置”码后重试；在此之前付款码会失败。'],
  ),
  'layout-french-host': say(
    [
      'This computer has a French keyboard, the scanner types as an American one',
      'Codes are read all the same. Badges too; nothing has to be done.',
    ],
    ['本机键盘为法语布局，扫码枪按美式键盘输入', '付款码和工牌均可正常读取，无需处理。'],
  ),
  'layout-german-host': say(
    [
      'This computer has a German keyboard, the scanner types as an American one',
      'Codes are read all the same. Badges too; nothing has to be done.',
    ],
    ['本机键盘为德语布局，扫码枪按美式键盘输入', '付款码和工牌均可正常读取，无需处理。'],
  ),
  'layout-other-host': say(
    [
      'The keyboard of this computer has another layout than the scanner',
      "Payment codes are read all the same. For badges scan the maker's code for the country of this keyboard.",
    ],
    ['本机键盘布局与扫码枪不同', '付款码可正常读取；如需扫工牌，请扫描厂家手册中对应国家的键盘设置码。'],
  ),
  'layout-french-scanner': say(
    [
      'The scanner types as a French keyboard, this computer has another one',
      'The till takes that into account from now on, for payment codes and badges.',
    ],
    ['扫码枪按法语键盘输入，与本机不同', '本机今后会按此读取付款码和工牌。'],
  ),
  'layout-german-scanner': say(
    [
      'The scanner types as a German keyboard, this computer has another one',
      'The till takes that into account from now on, for payment codes and badges.',
    ],
    ['扫码枪按德语键盘输入，与本机不同', '本机今后会按此读取付款码和工牌。'],
  ),
  'caps-lock': say(
    ['Caps Lock is on', 'Switch it off. Codes are read all the same, passwords are not.'],
    ['大写锁定已打开', '请关闭。付款码可正常读取，但密码会输错。'],
  ),
  'input-method': say(
    [
      'A Chinese input method is switched on',
      'Codes are read all the same. Switch it to English at the till, so that nothing flickers in fields.',
    ],
    ['中文输入法已打开', '付款码可正常读取。建议收银时切换为英文，以免输入框闪动。'],
  ),
  'alt-numpad': say(
    [
      'The scanner types each character with Alt and the number pad',
      "This is read, and slow. Scan the maker's code that switches it off: “ALT mode off”, or “USA keyboard”.",
    ],
    ['扫码枪以 Alt 加数字键逐字输入', '可以读取，但较慢。请扫描厂家手册中关闭 ALT 模式的设置码。'],
  ),
  'no-ending': say(
    [
      'The scanner sends nothing behind a code',
      "The till waits for a short silence instead. Better: scan the maker's code “add Enter” (suffix CR), then scan here again.",
    ],
    [
      '扫码枪不发送结尾键',
      '本机将等待短暂静默。更好的做法：扫描厂家手册中“添加回车”（后缀 CR）设置码，再扫一次。',
    ],
  ),
  'prefix-learned': say(
    ['The scanner sends {found} before each code', 'The till leaves it away from now on.'],
    ['扫码枪在码前发送 {found}', '本机今后会自动去掉。'],
  ),
  'prefix-not-allowed': say(
    [
      'The scanner sends {found} before each code',
      "Scan the maker's code “clear all prefixes”, then scan here again.",
    ],
    ['扫码枪在码前发送 {found}', '请扫描厂家手册中“清除所有前缀”设置码，再扫一次。'],
  ),
  'suffix-not-allowed': say(
    [
      'The scanner sends {found} behind each code',
      "Scan the maker's code “clear all suffixes”, then the one for Enter (CR), then scan here again.",
    ],
    ['扫码枪在码后发送 {found}', '请依次扫描厂家手册中“清除所有后缀”和“添加回车（CR）”设置码，再扫一次。'],
  ),
  slow: say(
    [
      'The scanner types slowly: {found} ms from one character to the next',
      "Codes are read all the same. For a quicker sale scan the maker's code “no delay between characters”.",
    ],
    [
      '扫码枪输入较慢：字符间隔 {found} 毫秒',
      '付款码可正常读取。如需更快，请扫描厂家手册中“字符间无延迟”设置码。',
    ],
  ),
  'wrong-baud': say(
    [
      'What comes from this port is not text',
      'Choose another speed (baud); most scanners use 9600 or 115200. Then scan again.',
    ],
    ['该端口收到的不是文字', '请选择其他速率（波特率），多数扫码枪为 9600 或 115200，然后重试。'],
  ),
  'hid-pos-is-better': say(
    [
      'This {maker} scanner types as a keyboard, and it can do better',
      "Scan the code “USB HID POS” in the maker's manual. Then its codes can neither get into fields nor be torn, and the till sees when its cable is pulled.",
    ],
    [
      '这把 {maker} 扫码枪以键盘方式工作，可以更好',
      '请扫描厂家手册中的“USB HID POS”设置码。之后付款码不会误入输入框，也不会断开，拔线时本机也能发现。',
    ],
  ),
}
