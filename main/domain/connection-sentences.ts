import { say, type Sentences } from './sentences.ts'

/** Where a connection test stopped, by the contract's name of the cause, and who does what about it. */
export const connectionSentences = {
  'no-such-host': say(
    ["The gateway's name was not found", "Check the address, then the network's DNS and the cable."],
    ['找不到网关域名', '请检查网关地址，再检查网络 DNS 和网线。'],
  ),
  refused: say(
    ['The gateway refused the connection', 'Check address and port; a firewall may stand in between.'],
    ['网关拒绝连接', '请检查地址和端口；中间可能有防火墙。'],
  ),
  unreachable: say(
    ['The gateway cannot be reached', 'Check that this computer is on the internet.'],
    ['无法到达网关', '请检查本机是否已联网。'],
  ),
  'timed-out': say(
    [
      'The gateway did not answer in time',
      "Try again. If it stays so, raise the deadline or ask the network's operator.",
    ],
    ['网关超时未应答', '请重试。如仍如此，请调大总时限或联系网络管理员。'],
  ),
  tls: say(
    [
      'No safe connection',
      "The certificate was refused. Check this computer's clock, and whether a proxy reads along.",
    ],
    ['无法建立安全连接', '证书被拒绝。请检查本机时间，以及是否有代理在中间。'],
  ),
  'not-the-gateway': say(
    ['Somebody else answered', 'Check the address, and whether the network asks for a log-in first.'],
    ['应答的不是网关', '请检查网关地址，并确认网络是否需要先登录。'],
  ),
  'our-signature': say(
    [
      'The gateway refused our signature',
      'Give Alipay the public key that is shown here, and check the sign type.',
    ],
    ['网关拒绝我方签名', '请将此处显示的公钥提供给支付宝，并检查签名类型。'],
  ),
  'their-signature': say(
    ["The gateway's signature does not fit", "Check Alipay's public key and the sign type."],
    ['网关签名不匹配', '请检查支付宝公钥和签名类型。'],
  ),
  partner: say(
    [
      'The partner id is not known',
      'Check the partner id (PID), and that it belongs to this gateway and not to the sandbox.',
    ],
    ['合作伙伴号无效', '请检查 PID，以及它是否属于该网关而不是沙箱。'],
  ),
  contract: say(
    ['No contract for in-store payment', 'Ask Alipay to switch the product on for this partner id.'],
    ['未签约当面付产品', '请联系支付宝为该合作伙伴号开通产品。'],
  ),
  keys: say(
    [
      'A key is missing or cannot be read',
      'Paste the keys again. Private keys begin with BEGIN PRIVATE KEY.',
    ],
    ['密钥缺失或无法读取', '请重新粘贴密钥。私钥以 BEGIN PRIVATE KEY 开头。'],
  ),
  settings: say(
    ['The account is not complete', 'Fill in the fields that are marked, then test again.'],
    ['账户设置不完整', '请填写标出的字段，然后再测试。'],
  ),
  other: say(
    ['The test failed', 'Read the detail below to the technician.'],
    ['测试失败', '请将下面的详情告知技术人员。'],
  ),
} as const satisfies Readonly<Record<string, Sentences>>
