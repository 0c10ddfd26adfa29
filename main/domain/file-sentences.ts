import type { FileFault, FileFaultKind, ServerFault, ServerFaultKind } from './reconciled.ts'
import { say, type Language, type Sentences } from './sentences.ts'

/** What the till says of a provider's file and of the server it comes from. `{found}` and `{wanted}` are filled in. */

const askAgain = 'Download the file again; if it stays so, ask Alipay for a new one.'
const askAgainZh = '请重新下载该文件；仍然如此时，请支付宝重新提供。'
const look = 'The file is used. Compare this line in the portal.'
const lookZh = '文件已采用。请在平台核对这一行。'

export const fileFaultSentences: Readonly<Record<FileFaultKind, Sentences>> = {
  empty: say(['The file is empty', askAgain], ['文件是空的', askAgainZh]),
  'too-large': say(
    ['The file has {found} bytes, more than {wanted}', 'Ask for a file of one day, or split it by days.'],
    ['文件有 {found} 字节，超过 {wanted} 字节', '请索取单日文件，或按日拆分。'],
  ),
  workbook: say(
    ['This is a workbook of a spreadsheet program', 'Download the same report as CSV.'],
    ['这是电子表格工作簿', '请下载同一报表的 CSV 格式。'],
  ),
  archive: say(
    ['This is a packed file', 'Unpack it, and give the till the files that are in it.'],
    ['这是压缩文件', '请先解压，再把其中的文件交给本机。'],
  ),
  binary: say(
    ['This is no text file', 'Choose the transaction or settlement file as Alipay gave it.'],
    ['这不是文本文件', '请选择支付宝提供的原始交易或结算文件。'],
  ),
  'not-text': say(
    ['The letters are neither UTF-8 nor GB18030', 'Do not save it in another program. ' + askAgain],
    ['文字编码既不是 UTF-8 也不是 GB18030', '请不要用其他程序另存。' + askAgainZh],
  ),
  'unknown-columns': say(
    [
      'The columns are none of the known reports: {found}',
      'Choose a transaction or settlement file of Alipay.',
    ],
    ['列名不属于任何已知报表：{found}', '请选择支付宝的交易或结算文件。'],
  ),
  'missing-column': say(['The column {wanted} is missing', askAgain], ['缺少 {wanted} 列', askAgainZh]),
  'repeated-column': say(['The column {found} is there twice', askAgain], ['{found} 列重复出现', askAgainZh]),
  'bad-first-line': say(
    ['The first line does not say {wanted}', askAgain],
    ['首行没有写明 {wanted}', askAgainZh],
  ),
  'no-account': say(
    ['Neither the name nor the file says whose account it is', 'Give the file the name that Alipay gave it.'],
    ['文件名和内容都没有写明账户', '请恢复支付宝给出的文件名。'],
  ),
  'other-account': say(
    [
      'The file is of the account {found}, this till reconciles {wanted}',
      'Choose the file of your own account.',
    ],
    ['文件属于账户 {found}，本机对账的账户是 {wanted}', '请选择自己账户的文件。'],
  ),
  'no-day': say(
    ['Neither the name nor the file says of which day it is', 'Give the file the name that Alipay gave it.'],
    ['文件名和内容都没有写明日期', '请恢复支付宝给出的文件名。'],
  ),
  'not-kept': say(
    [
      'The file could not be kept on this machine: {found}',
      'Make room on the disk, then give the file again.',
    ],
    ['文件无法保存到本机：{found}', '请清理磁盘空间，然后重新提供该文件。'],
  ),
  'several-days': say(
    ['The file has the settlements of several days: {found}', 'Export each day by itself.'],
    ['文件含有多日结算：{found}', '请逐日导出。'],
  ),
  'count-differs': say(
    [
      'The file says it has {wanted} lines, and has {found}',
      'A part of it is missing or too much. ' + askAgain,
    ],
    ['文件写明有 {wanted} 行，实际为 {found} 行', '内容有缺失或多余。' + askAgainZh],
  ),
  'no-end-mark': say(
    ['The last line is not <END>', 'The end of the file is missing. ' + askAgain],
    ['最后一行不是 <END>', '文件结尾缺失。' + askAgainZh],
  ),
  'after-end-mark': say(['Lines follow after <END>', askAgain], ['<END> 之后还有内容', askAgainZh]),
  'line-too-long': say(
    ['The line is longer than {wanted} bytes', askAgain],
    ['该行超过 {wanted} 字节', askAgainZh],
  ),
  'bad-quotes': say(
    ['The quotation marks do not pair', 'Do not save it in another program. ' + askAgain],
    ['引号不成对', '请不要用其他程序另存。' + askAgainZh],
  ),
  'control-character': say(
    ['The line has a character that is no letter', askAgain],
    ['该行含有控制字符', askAgainZh],
  ),
  'more-cells': say(
    ['The line has {found} cells, the header {wanted}', askAgain],
    ['该行有 {found} 格，表头为 {wanted} 格', askAgainZh],
  ),
  'fewer-cells': say(
    ['The line has {found} cells, the header {wanted}', 'The file may be cut off. ' + askAgain],
    ['该行有 {found} 格，表头为 {wanted} 格', '文件可能被截断。' + askAgainZh],
  ),
  'blank-cell': say(['{wanted} is blank', askAgain], ['{wanted} 为空', askAgainZh]),
  'not-an-amount': say(
    ['{wanted} is no amount: {found}', askAgain],
    ['{wanted} 不是金额：{found}', askAgainZh],
  ),
  'not-a-currency': say(
    ['{wanted} is no currency: {found}', askAgain],
    ['{wanted} 不是币种：{found}', askAgainZh],
  ),
  'not-a-time': say(['{wanted} is no time: {found}', askAgain], ['{wanted} 不是时间：{found}', askAgainZh]),
  'name-disagrees': say(
    [
      'The name says {found}, the file says {wanted}',
      'The file counts. See that it was not renamed by mistake.',
    ],
    ['文件名写 {found}，内容写 {wanted}', '以内容为准。请确认不是误改了文件名。'],
  ),
  'unknown-type': say(['The type {found} is not known', look], ['未知类型 {found}', lookZh]),
  'unknown-fee-column': say(
    [
      'The column {found} looks like a fee and is not known',
      'It is counted as a fee. Ask Alipay what it is.',
    ],
    ['{found} 列像是费用，但不在已知之列', '已按费用计入。请向支付宝询问其含义。'],
  ),
  'refund-failed': say(
    ['The provider says that this refund failed', 'The customer has no money back yet. Ask Alipay.'],
    ['提供方称该笔退款失败', '顾客尚未收到退款。请联系支付宝。'],
  ),
  'other-day': say(
    ['The line is of {found}, the file of {wanted}', look],
    ['该行日期为 {found}，文件日期为 {wanted}', lookZh],
  ),
  'net-differs': say(
    ['The net amount is {found}; amount and fees make {wanted}', look],
    ['净额为 {found}；按金额与费用应为 {wanted}', lookZh],
  ),
  'cny-differs': say(
    ['The amount in CNY is {found}; amount and rate make {wanted}', look],
    ['人民币金额为 {found}；按金额与汇率应为 {wanted}', lookZh],
  ),
  'cny-net-differs': say(
    ['The net amount in CNY is {found}; net amount and rate make {wanted}', look],
    ['人民币净额为 {found}；按净额与汇率应为 {wanted}', lookZh],
  ),
  'rate-differs': say(
    ['Amount and exchange rate make {wanted}, not {found}', look],
    ['按金额与汇率应为 {wanted}，而不是 {found}', lookZh],
  ),
  'converted-differs': say(
    ['The converted amount is {found}; amount and quote make {wanted}', look],
    ['换算金额为 {found}；按金额与报价应为 {wanted}', lookZh],
  ),
  'batch-differs': say(
    [
      'The lines of the batch come to {found}, its summary says {wanted}',
      'The file is used. Ask Alipay for the difference.',
    ],
    ['批次明细合计 {found}，汇总为 {wanted}', '文件已采用。请向支付宝询问差额。'],
  ),
}

export const serverFaultSentences: Readonly<Record<ServerFaultKind, Sentences>> = {
  'host-key-unknown': say(
    [
      'The server shows the key {found}, which nobody has confirmed',
      'Compare it with the one Alipay tells you, and enter it as hostKey in settings. Nothing was sent.',
    ],
    [
      '服务器出示密钥 {found}，尚未有人确认',
      '请与支付宝提供的指纹核对，并在设置中填入 hostKey。未发送任何内容。',
    ],
  ),
  'host-key-changed': say(
    [
      'The server shows another key than the confirmed one: {found}',
      'It may be somebody else. Nothing was sent. Ask Alipay before you change hostKey in settings.',
    ],
    [
      '服务器出示的密钥与已确认的不同：{found}',
      '对方可能不是支付宝。未发送任何内容。修改设置中的 hostKey 前请先询问支付宝。',
    ],
  ),
  'login-refused': say(
    [
      'The server {found} refused user name or password',
      'Enter them again in settings. Alipay also checks your address.',
    ],
    ['服务器 {found} 拒绝了用户名或密码', '请在设置中重新填写。支付宝还会核对您的网络地址。'],
  ),
  'no-password': say(
    ['There is no password for the server', 'Enter the SFTP password in settings. {found}'],
    ['没有服务器密码', '请在设置中填写 SFTP 密码。{found}'],
  ),
  unreachable: say(
    [
      'The server {found} cannot be reached',
      'Check the network and the address in settings. The till tries again.',
    ],
    ['无法连接服务器 {found}', '请检查网络和设置中的地址。本机会再次尝试。'],
  ),
  'timed-out': say(
    ['The server {found} does not answer', 'The till tries again by itself.'],
    ['服务器 {found} 没有应答', '本机会自动再次尝试。'],
  ),
  'broken-off': say(
    ['The connection broke off: {found}', 'Nothing of the file was kept. The till tries again by itself.'],
    ['连接中断：{found}', '没有保留该文件的任何部分。本机会自动再次尝试。'],
  ),
  'no-such-folder': say(
    ['There is no folder {found} on the server', 'Correct the directory in settings.'],
    ['服务器上没有文件夹 {found}', '请在设置中更正目录。'],
  ),
  'size-differs': say(
    [
      'The file changed while it was read: {found}',
      'Nothing of it was kept. The till tries again by itself.',
    ],
    ['读取时文件发生变化：{found}', '没有保留任何内容。本机会自动再次尝试。'],
  ),
  'file-too-large': say(
    ['The file is larger than this till takes: {found}', 'Ask Alipay for files of one day each.'],
    ['文件超过本机可接收的大小：{found}', '请向支付宝索取单日文件。'],
  ),
  'shelf-full': say(
    ['The file could not be kept on this machine: {found}', 'Make room on the disk, then fetch again.'],
    ['文件无法保存到本机：{found}', '请清理磁盘空间，然后重新获取。'],
  ),
}

const filled = (
  { headline, todo }: Sentences[Language],
  values: Readonly<Record<'found' | 'wanted', string>>,
): Sentences[Language] => {
  // One pass, so that what stands in a file is never taken for a placeholder.
  const fill = (text: string): string =>
    text.replaceAll(/\{(found|wanted)\}/g, (_, name: 'found' | 'wanted') => values[name])
  return { headline: fill(headline), todo: fill(todo) }
}

/** The sentence for one fault or finding. The line number is the caller's to show. */
export const fileFaultSentence = (
  { kind, found = '', wanted = '' }: FileFault,
  language: Language,
): Sentences[Language] => filled(fileFaultSentences[kind][language], { found, wanted })

export const serverFaultSentence = ({ kind, detail }: ServerFault, language: Language): Sentences[Language] =>
  filled(serverFaultSentences[kind][language], { found: detail, wanted: '' })
