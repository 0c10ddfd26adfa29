import type { Language } from '../../main/domain/sentences.ts'

/**
 * What the till says about keys and settings is English, for the log and the command line as well. Here is the same in
 * Chinese, by what is always the same of it; a path, a name or the system's own words stay as they are. A test holds
 * that every sentence about a key has one.
 */
const chinese: readonly (readonly [RegExp, string])[] = [
  [/^The key is empty\.$/, '密钥为空。'],
  [/^This is not a key: .*$/, '这不是密钥：应为 PEM 文本或其 base64 内容，或支付宝提供的 MD5 密钥。'],
  [/^The private key is protected by a passphrase.*$/, '私钥有密码保护。请去掉密码后保存，权限设为 0600。'],
  [/^This is a public key; .*$/, '这是公钥；此处应填商户私钥。'],
  [/^This is a private key; .*$/, '这是私钥；此处应填支付宝公钥。'],
  [/^The key is not an RSA key\.$/, '这不是 RSA 密钥。'],
  [/^The RSA key is shorter than 1024 bits\.$/, 'RSA 密钥短于 1024 位。'],
  [/^(.*) can be read by others.*$/, '$1 可被他人读取，请将权限设为 600；如已泄露请更换密钥。'],
  [/^(.*) is named in settings\.json but missing$/, 'settings.json 中指定的 $1 不存在。'],
  [/^(.*) cannot be read: (.*)$/, '$1 无法读取：$2'],
  [/^(.*) cannot be written: (.*)$/, '$1 无法写入：$2'],
  [/^cannot be read: (.*)$/, '无法读取：$1'],
  [/^is not JSON: (.*)\. Mend the file.*$/, '不是 JSON：$1。请修正文件，或重新保存设置。'],
  [/^live payments are still open.*$/, '还有正式交易未完成，请等待结果。'],
  [/^payments of the old account are still open.*$/, '原账户还有未完成的交易，请等待结果。'],
  [/^live payments need a gateway account$/, '正式收款需要网关账户。'],
  [/^is missing: .*$/, '此项必填。'],
  [/^must be the partner id$/, '必须与合作伙伴号相同。'],
  [/^the gateway must be reached by https$/, '网关地址必须以 https:// 开头。'],
  [/^signType MD5 needs allowMd5: true$/, '使用 MD5 签名须先允许 MD5。'],
  [/^(.*) is not host:port.*$/, '$1 不是“主机:端口”格式。'],
  [/^the logo is no PNG file.*$/, '店标不是 PNG 文件，请另存为 PNG。'],
  [/^the logo has more than (\d+) KB.*$/, '店标文件超过 $1 KB，请缩小。'],
  [/^the logo has (.*) dots; this paper takes (.*) at most$/, '店标为 $1 点，此纸宽最多 $2 点，请缩小。'],
  [/^the logo is broken.*$/, '店标文件已损坏，请重新保存为 PNG。'],
  [
    /^there is no file (.*) that can be read in (.*); put it there.*$/,
    '$2 中没有可读取的 $1，请放入该文件，或不设店标。',
  ],
  [/^The printer address is empty.*$/, '打印机地址为空，请写成“主机:端口”，例如 192.168.1.50:9100。'],
]

/** The message in the language of the screen. */
export const faultText = (message: string, language: Language): string => {
  const found = language === 'zh' ? chinese.find(([pattern]) => pattern.test(message)) : undefined
  return found === undefined ? message : message.replace(found[0], found[1])
}
