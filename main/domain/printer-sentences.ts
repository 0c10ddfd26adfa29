import { say, type Sentences } from './sentences.ts'

/** What is the matter with the printer, by the port's name of the fault. */
export const printFaultSentences = {
  'not-configured': say(
    ['No printer set up', 'Set its address in the settings (F9), or print by the browser.'],
    ['未设置打印机', '请在设置（F9）中填写地址，或用浏览器打印。'],
  ),
  offline: say(
    ['The printer does not answer', 'Check that it is on and its cable is in, then try again.'],
    ['打印机无应答', '请检查电源和网线，然后重试。'],
  ),
  'timed-out': say(
    ['The printer was too slow', 'Look whether the receipt came out before you try again.'],
    ['打印机响应超时', '请先看小票是否已打出，再重试。'],
  ),
  'paper-out': say(
    ['The printer has no paper', 'Put in a new roll, then try again.'],
    ['打印机缺纸', '请换纸后重试。'],
  ),
  'cover-open': say(
    ['The cover of the printer is open', 'Close it, then try again.'],
    ['打印机盖子打开', '请合上盖子后重试。'],
  ),
  'in-use': say(
    ['Another program holds the printer', 'Close it, or give the printer a line of its own, then try again.'],
    ['打印机被其他程序占用', '请关闭该程序，或为打印机使用单独的端口，然后重试。'],
  ),
  'no-access': say(
    [
      'The till may not use the printer',
      'Let this user open its port (on Linux the groups lp and dialout), sign in anew, then try again.',
    ],
    ['收银机无权使用打印机', '请授权当前用户使用该端口（Linux 的 lp 和 dialout 组），重新登录后重试。'],
  ),
  'unknown-printer': say(
    [
      'The system has no printer of that name',
      'Choose one that is there in the settings (F9), then try again.',
    ],
    ['系统中没有该名称的打印机', '请在设置（F9）中选择现有的打印机，然后重试。'],
  ),
  interrupted: say(
    [
      'The till stopped while it printed',
      'Look whether the receipt came out, then print it. It is marked as a copy.',
    ],
    ['打印时收银机停止', '请先看小票是否已打出，再打印；小票会标明“副本”。'],
  ),
  'not-printable': say(
    ['The receipt could not be made', 'Show it on the screen (F8) and print it by the system.'],
    ['无法生成小票', '请在屏幕上打开小票（F8），并用系统打印。'],
  ),
  closed: say(
    ['The printer was closed', 'The till is stopping. Try again after it has started.'],
    ['打印机已关闭', '收银机正在停止，请启动后重试。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>
