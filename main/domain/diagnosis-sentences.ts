import type { Cause, Check, Finding } from './diagnosis.ts'
import { say, type Language, type Sentence, type Sentences } from './sentences.ts'

/** What is wrong, and the one thing to do about it. `{host}` and the like are filled in from the finding. */

export const causeSentences: Readonly<Record<Cause, Sentences>> = {
  'folder-rights': say(
    [
      'The data folder may not be written',
      'Give this user the right to write in {path}, or start the till as its owner.',
    ],
    ['数据文件夹不可写', '请给当前用户 {path} 的写入权限，或由其所有者启动收银机。'],
  ),
  'folder-unusable': say(
    [
      'The data folder cannot be used',
      'See that {path} is a folder on a disk that is there, or name another with --data.',
    ],
    ['数据文件夹无法使用', '请确认 {path} 是文件夹且磁盘存在，或用 --data 指定其他文件夹。'],
  ),
  'disk-full': say(
    [
      'The disk is full',
      'Free at least 100 MB on it. Nothing is sold until then; what is open is still finished.',
    ],
    ['磁盘已满', '请至少清出 100 MB 空间。此前不能收款，未完成的交易会继续处理。'],
  ),
  'disk-read-only': say(
    [
      'The disk is read-only',
      'Look for errors of the disk in the system log, make it writable or replace it.',
    ],
    ['磁盘为只读', '请查看系统日志中的磁盘错误，恢复可写或更换磁盘。'],
  ),
  'disk-failing': say(
    ['The disk does not take what is written', 'Make a backup now, then replace the disk.'],
    ['磁盘写入失败', '请立即备份，然后更换磁盘。'],
  ),
  'disk-nearly-full': say(
    ['Only {megabytes} MB are free on the disk', 'Free at least 100 MB on it before the till has to stop.'],
    ['磁盘仅剩 {megabytes} MB', '请在收银机停止前至少清出 100 MB 空间。'],
  ),
  'disk-slow': say(
    [
      'The disk is slow: {ms} ms for one durable write',
      'Move the data folder to an SSD, or end what else works on this disk.',
    ],
    ['磁盘很慢：一次可靠写入需 {ms} 毫秒', '请把数据文件夹移到固态硬盘，或停止占用磁盘的其他程序。'],
  ),
  'settings-invalid': say(
    ['{count} settings are wrong', 'Mend the marked fields on the settings page (F9) and save.'],
    ['有 {count} 项设置错误', '请在设置（F9）中修正标出的字段并保存。'],
  ),
  'secrets-unreadable': say(
    [
      'The store of keys cannot be read',
      "Unlock this computer's keyring, or make the secrets private to their owner (mode 0600).",
    ],
    ['无法读取密钥存储', '请解锁本机密钥环，或把密钥文件设为仅所有者可读（权限 0600）。'],
  ),
  'second-instance': say(
    ['Another till has this journal open', 'Go on at that one, or close it and start this one again.'],
    ['另一个收银机程序正在使用此流水', '请在那个程序上继续，或关闭它后重新启动本机。'],
  ),
  'journal-damaged': say(
    [
      'The journal is damaged or was changed',
      'Close the till and run "mend"; if it cannot, "restore" the newest backup.',
    ],
    ['流水文件已损坏或被改动', '请关闭收银机并运行 mend；无法修复时，用 restore 恢复最新备份。'],
  ),
  'journal-newer': say(
    ['A newer program has written this journal', 'Install that version again and run it.'],
    ['流水由更新版本的程序写入', '请重新安装该版本并运行。'],
  ),
  'journal-unmended': say(
    [
      'The last stop has left the journal in the middle of a write',
      'Start the till: it mends this by itself.',
    ],
    ['上次停止时流水写到一半', '请启动收银机，它会自动修复。'],
  ),
  'journal-refused': say(
    ['The journal could not be opened', 'Read the detail to the technician; keep the data folder as it is.'],
    ['无法打开流水', '请把详情告知技术人员，并保留数据文件夹原样。'],
  ),
  'witness-missing': say(
    [
      'The second record of the journal is missing',
      'Bring the file back. If it is lost: "restore" with the record on the newest receipt.',
    ],
    ['缺少流水的第二份记录', '请找回该文件。如已丢失：按最新小票上的记录运行 restore。'],
  ),
  'witness-differs': say(
    [
      'The journal and its second record disagree',
      'Keep both files, and "restore" the newest backup: it is completed from the record.',
    ],
    ['流水与其第二份记录不一致', '请保留两个文件，用 restore 恢复最新备份，它会由记录补全。'],
  ),
  'till-halted': say(
    ['The till has stopped itself', 'Close it and run "acknowledge": it says what to look at.'],
    ['收银机已自行停止', '请关闭收银机并运行 acknowledge，按提示核对。'],
  ),
  'pepper-lost': say(
    [
      'The secret behind all PINs and badges is lost',
      'Close the till, run "people reset", then set every PIN and badge anew.',
    ],
    ['所有密码和工牌所依赖的密钥已丢失', '请关闭收银机，运行 people reset，然后重新设置每个密码和工牌。'],
  ),
  'refunds-unlimited': say(
    [
      'No limit of refunds is set',
      'Set people.refundLimit (F9): until then everybody at the counter refunds any amount alone.',
    ],
    ['没有设置退款限额', '请在设置（F9）中填写退款限额：此前收银台任何人都可以独自退任意金额。'],
  ),
  'account-missing': say(
    ['Live payments have no account', 'Fill in the account on the settings page (F9).'],
    ['正式收款没有账户', '请在设置（F9）中填写账户。'],
  ),
  'account-incomplete': say(
    ['The account is not complete', 'Fill in the fields that are marked on the settings page (F9).'],
    ['账户设置不完整', '请在设置（F9）中填写标出的字段。'],
  ),
  'key-missing': say(
    ["The shop's private key is missing", 'Paste it on the page of keys in the settings (F9).'],
    ['缺少商户私钥', '请在设置（F9）的密钥页粘贴私钥。'],
  ),
  'key-unreadable': say(
    [
      'The file of a key cannot be used',
      'See that it is there, that its owner can read it and that nobody else can (mode 0600).',
    ],
    ['密钥文件无法使用', '请确认文件存在、所有者可读且他人不可读（权限 0600）。'],
  ),
  'key-not-a-key': say(
    ['The private key is no RSA key', 'Paste the whole PEM text, from BEGIN PRIVATE KEY to END PRIVATE KEY.'],
    ['私钥不是 RSA 密钥', '请粘贴完整的 PEM 文本，从 BEGIN PRIVATE KEY 到 END PRIVATE KEY。'],
  ),
  'key-encrypted': say(
    ['The private key is protected by a passphrase', 'Save it without one, and paste that.'],
    ['私钥有密码保护', '请去掉密码后保存，再粘贴。'],
  ),
  'key-public-given': say(
    ['A public key stands in the place of the private one', "Paste the shop's private key there."],
    ['私钥处填的是公钥', '请在此处粘贴商户私钥。'],
  ),
  'key-too-short': say(
    ['The private key is too short', 'Make an RSA key of 2048 bits and give Alipay its public half.'],
    ['私钥太短', '请生成 2048 位 RSA 密钥，并把公钥提供给支付宝。'],
  ),
  'alipay-key-missing': say(
    ["Alipay's public key is missing", "Copy it from Alipay's portal and paste it on the page of keys (F9)."],
    ['缺少支付宝公钥', '请从支付宝平台复制公钥，粘贴到设置（F9）的密钥页。'],
  ),
  'alipay-key-not-a-key': say(
    ["Alipay's public key is no RSA key", "Copy it whole from Alipay's portal and paste it again."],
    ['支付宝公钥不是 RSA 密钥', '请从支付宝平台完整复制公钥后重新粘贴。'],
  ),
  'alipay-key-private-given': say(
    [
      "A private key stands in the place of Alipay's public one",
      "Paste the public key that Alipay's portal shows.",
    ],
    ['支付宝公钥处填的是私钥', '请粘贴支付宝平台显示的公钥。'],
  ),
  'alipay-key-is-ours': say(
    [
      "The shop's own public key stands in the place of Alipay's",
      "Paste the key that Alipay's portal calls the Alipay public key.",
    ],
    ['支付宝公钥处填的是商户自己的公钥', '请粘贴支付宝平台上名为“支付宝公钥”的那一个。'],
  ),
  'no-interface': say(
    ['This computer is on no network', 'Plug the network cable in, or switch the wireless network on.'],
    ['本机没有连接网络', '请插好网线，或打开无线网络。'],
  ),
  'no-route': say(
    [
      'The network leads nowhere',
      'Start the router anew; see that this computer gets an address and a gateway from it.',
    ],
    ['网络没有出口', '请重启路由器，并确认本机从它获得地址和网关。'],
  ),
  'dns-dead': say(
    [
      'No name server answers',
      "Start the router anew, or set another DNS server in this computer's network settings.",
    ],
    ['DNS 服务器没有应答', '请重启路由器，或在本机网络设置中更换 DNS 服务器。'],
  ),
  'name-unknown': say(
    ['There is no {host}', "Correct the gateway's address in the settings (F9)."],
    ['不存在 {host}', '请在设置（F9）中更正网关地址。'],
  ),
  'line-refused': say(
    [
      '{host} refuses the connection',
      "Check the port in the gateway's address, then whether a firewall stands in between.",
    ],
    ['{host} 拒绝连接', '请检查网关地址中的端口，再检查是否有防火墙。'],
  ),
  'line-unreachable': say(
    ['{host} cannot be reached', 'Call whoever runs the network: there is no way to this address.'],
    ['无法到达 {host}', '请联系网络管理员：没有通往该地址的线路。'],
  ),
  'line-silent': say(
    [
      '{host} does not take the call',
      'Ask whoever runs the network to open the way to this address and port.',
    ],
    ['{host} 不接受连接', '请联系网络管理员，放行该地址和端口。'],
  ),
  'proxy-wanted': say(
    [
      'This network wants a proxy, and the till goes directly',
      'Ask for a direct way to {host}: payments take no proxy.',
    ],
    ['该网络要求代理，而收银机直接连接', '请申请直连 {host}：收款不经过代理。'],
  ),
  'clock-wrong': say(
    [
      "This computer's clock is wrong by {minutes} minutes",
      'Set it, and switch its time synchronisation on.',
    ],
    ['本机时间相差 {minutes} 分钟', '请校正时间，并打开时间同步。'],
  ),
  'tls-expired': say(
    [
      'The certificate of {host} has expired',
      'Ask whether a proxy or a filter stands in between; else tell Alipay and wait.',
    ],
    ['{host} 的证书已过期', '请询问中间是否有代理或过滤设备；如没有，请告知支付宝并等待。'],
  ),
  'tls-not-yet': say(
    [
      'The certificate of {host} is not valid yet',
      "Check this computer's date first; then ask whether a proxy stands in between.",
    ],
    ['{host} 的证书尚未生效', '请先检查本机日期，再询问中间是否有代理。'],
  ),
  'tls-name': say(
    [
      'Somebody else answers for {host}',
      'Log in to the network if it asks for it; else ask who redirects its names.',
    ],
    ['应答 {host} 的是其他服务器', '如网络要求登录请先登录；否则请查明是谁改了域名解析。'],
  ),
  'tls-issuer': say(
    [
      'The certificate of {host} is from nobody that is known',
      'Ask whoever runs the network to let {host} through unread: no proxy may open payments.',
    ],
    ['{host} 的证书由未知机构签发', '请让网络管理员放行 {host}，不得由代理解密收款流量。'],
  ),
  'tls-old': say(
    [
      '{host} speaks only an old TLS',
      'Ask for the way without the old proxy in between; the till takes TLS 1.2 and newer.',
    ],
    ['{host} 只支持旧版 TLS', '请绕过中间的旧代理；收银机只接受 TLS 1.2 及以上。'],
  ),
  'tls-none': say(
    ['{host} does not speak TLS on this port', "Correct the gateway's address or port in the settings (F9)."],
    ['{host} 的该端口不支持 TLS', '请在设置（F9）中更正网关地址或端口。'],
  ),
  'tls-broken-off': say(
    [
      'The connection to {host} is broken off at its start',
      'Ask whoever runs the network which filter or firewall does that, and to let {host} through.',
    ],
    ['与 {host} 的连接刚建立就被切断', '请让网络管理员查明是哪个过滤设备或防火墙，并放行 {host}。'],
  ),
  'portal-page': say(
    [
      'The network shows a page of its own',
      'Open a browser on this computer and log in to the network, then try again.',
    ],
    ['网络弹出了自己的页面', '请在本机打开浏览器登录网络，然后重试。'],
  ),
  'proxy-login': say(
    ['A proxy asks for a log-in', 'Ask whoever runs the network for a direct way to the gateway.'],
    ['代理要求登录', '请让网络管理员放行到网关的直连。'],
  ),
  'gateway-down': say(
    ['The gateway has a trouble of its own', 'Try again in some minutes; take cash meanwhile.'],
    ['网关自身故障', '请过几分钟重试；期间请收现金。'],
  ),
  'not-the-gateway': say(
    ['What answers is not the gateway', "Check the gateway's address in the settings (F9): {url}"],
    ['应答的不是网关', '请检查设置（F9）中的网关地址：{url}'],
  ),
  'gateway-silent': say(
    [
      'The gateway takes the call and does not answer',
      'Try again in some minutes; if it stays so, call Alipay.',
    ],
    ['网关已接受连接但没有应答', '请过几分钟重试；如仍如此，请联系支付宝。'],
  ),
  'our-signature': say(
    [
      'Alipay has another public key of this shop',
      'Give Alipay the public key that the page of keys (F9) shows, and check the sign type.',
    ],
    ['支付宝登记的商户公钥与本机不符', '请把密钥页（F9）显示的公钥提供给支付宝，并检查签名类型。'],
  ),
  'their-signature': say(
    [
      "Alipay's public key that stands here is not the right one",
      "Copy it anew from Alipay's portal, for this sign type.",
    ],
    ['此处填写的支付宝公钥不正确', '请从支付宝平台按当前签名类型重新复制公钥。'],
  ),
  'partner-unknown': say(
    [
      'The partner id is not known to the gateway',
      'Check the partner id (PID), and that it is not one of the sandbox.',
    ],
    ['网关不认识该合作伙伴号', '请检查 PID，并确认不是沙箱的号码。'],
  ),
  'no-contract': say(
    ['There is no contract for in-store payment', 'Ask Alipay to switch the product on for this partner id.'],
    ['未签约当面付产品', '请联系支付宝为该合作伙伴号开通产品。'],
  ),
  'account-refused': say(
    [
      'The gateway refuses what the account says',
      'Compare the fields of the account (F9) with the contract.',
    ],
    ['网关拒绝账户信息', '请对照合同核对账户（F9）各字段。'],
  ),
  'gateway-odd': say(
    ['The gateway answers with something unexpected', 'Read the detail to the technician.'],
    ['网关的应答出乎意料', '请把详情告知技术人员。'],
  ),
  'gateway-slow': say(
    [
      'The gateway takes {seconds} seconds',
      'See what else uses the line, and ask for a better one if it stays so.',
    ],
    ['网关应答需要 {seconds} 秒', '请检查是否有其他程序占用线路；如仍如此，请更换线路。'],
  ),
  'printer-none': say(
    ['No printer is set up', 'Choose one in the settings (F9) if the shop has one.'],
    ['未设置打印机', '如店内有打印机，请在设置（F9）中选择。'],
  ),
  'printer-address': say(
    ['The printer address {address} is none', 'Choose the printer anew in the settings (F9).'],
    ['打印机地址 {address} 无效', '请在设置（F9）中重新选择打印机。'],
  ),
  'printer-offline': say(
    [
      'The printer does not answer',
      'Switch it on and check its cable; if it has a new address, choose it anew (F9).',
    ],
    ['打印机无应答', '请打开电源并检查连线；如地址已变，请重新选择（F9）。'],
  ),
  'printer-stopped': say(
    ['The printer has stopped in the middle', 'Switch it off and on again.'],
    ['打印机中途停住', '请关闭再打开打印机。'],
  ),
  'printer-paper': say(['The printer has no paper', 'Put in a new roll.'], ['打印机缺纸', '请换上新纸卷。']),
  'printer-cover': say(['The cover of the printer is open', 'Close it.'], ['打印机盖子打开', '请合上盖子。']),
  'printer-in-use': say(
    ['Another program has the printer', 'Close that program, then try again.'],
    ['打印机被其他程序占用', '请关闭该程序后重试。'],
  ),
  'printer-rights': say(
    [
      'This user may not open the printer {address}',
      'Take this user into the group of the device (on Linux: sudo usermod -aG lp,dialout NAME), then log in again.',
    ],
    [
      '当前用户无权打开打印机 {address}',
      '请把当前用户加入该设备的用户组（Linux：sudo usermod -aG lp,dialout 用户名），然后重新登录。',
    ],
  ),
  'printer-unknown': say(
    ['The system has no printer {address}', 'Choose the printer anew in the settings (F9).'],
    ['系统中没有打印机 {address}', '请在设置（F9）中重新选择打印机。'],
  ),
  'printer-silent': say(
    [
      'The printer prints and tells nothing of itself',
      'Look at the paper: the till cannot see whether a receipt came out.',
    ],
    ['打印机不报告状态', '请看纸面：收银机无法得知小票是否打出。'],
  ),
  'scanner-library': say(
    [
      'USB scanners cannot be looked for',
      'Install the system package libusb-1.0-0 for a HID POS scanner; one that types needs nothing.',
    ],
    ['无法查找 USB 扫码枪', '使用 HID POS 扫码枪请安装系统包 libusb-1.0-0；键盘模式的无需安装。'],
  ),
  'scanner-rights': say(
    [
      'This user may not open the scanner {name}',
      'Write the rule below into /etc/udev/rules.d/70-scanner.rules and plug the scanner in again: KERNEL=="hidraw*", ATTRS{idVendor}=="{vendor}", MODE="0660", TAG+="uaccess"',
    ],
    [
      '当前用户无权打开扫码枪 {name}',
      '请把以下规则写入 /etc/udev/rules.d/70-scanner.rules 并重新插上扫码枪：KERNEL=="hidraw*", ATTRS{idVendor}=="{vendor}", MODE="0660", TAG+="uaccess"',
    ],
  ),
  'scanner-busy': say(
    ['The scanner {name} cannot be opened', 'Close what else uses it, then plug it in again.'],
    ['无法打开扫码枪 {name}', '请关闭占用它的其他程序，然后重新插上。'],
  ),
  'scanner-lost': say(
    ['The scanner {name} is gone', 'Plug it in again.'],
    ['扫码枪 {name} 已断开', '请重新插上。'],
  ),
  'scanner-as-keyboard': say(
    [
      'The scanner {name} types like a keyboard',
      "Scan its maker's setup code for HID POS: no code then lands in a wrong field.",
    ],
    ['扫码枪 {name} 处于键盘模式', '请扫描厂商的 HID POS 设置码：这样付款码不会误入其他输入框。'],
  ),
  'camera-none': say(
    ['There is no camera', 'Plug one in if codes are to be read without a scanner (F5).'],
    ['没有摄像头', '如需不用扫码枪读码（F5），请接上摄像头。'],
  ),
  'camera-denied': say(
    [
      'The camera is not allowed',
      'Allow it in the address bar of the browser, or in the privacy settings of the system.',
    ],
    ['摄像头未获许可', '请在浏览器地址栏或系统隐私设置中允许使用摄像头。'],
  ),
  'camera-busy': say(
    ['Another program uses the camera', 'Close that program, then look again.'],
    ['摄像头被其他程序占用', '请关闭该程序后重试。'],
  ),
  'camera-black': say(
    ['The camera sees nothing but black', 'Open its cover or switch, and see that there is light.'],
    ['摄像头画面全黑', '请打开镜头盖或开关，并确认光线充足。'],
  ),
}

/** What each check is called. */
export const checkNames: Readonly<Record<Check, Readonly<Record<Language, string>>>> = {
  folder: { en: 'Data folder', zh: '数据文件夹' },
  disk: { en: 'Disk', zh: '磁盘' },
  settings: { en: 'Settings', zh: '设置' },
  secrets: { en: 'Store of keys', zh: '密钥存储' },
  journal: { en: 'Journal', zh: '流水' },
  people: { en: 'PINs and badges', zh: '密码和工牌' },
  account: { en: 'Account and keys', zh: '账户和密钥' },
  network: { en: 'Network', zh: '网络' },
  name: { en: 'Name service', zh: '域名解析' },
  line: { en: 'Line to the gateway', zh: '网关线路' },
  clock: { en: 'Clock', zh: '时钟' },
  tls: { en: 'Safe connection', zh: '安全连接' },
  gateway: { en: 'Gateway', zh: '网关' },
  printer: { en: 'Printer', zh: '打印机' },
  drawer: { en: 'Drawer', zh: '钱箱' },
  scanner: { en: 'Scanner', zh: '扫码枪' },
  camera: { en: 'Camera', zh: '摄像头' },
}

/** The sentence of a finding that has a cause, with its values; one pass, so that a value is never a placeholder. */
export const causeSentence = (
  { cause: named, values = {} }: Finding,
  language: Language,
): Sentence | undefined => {
  if (named === undefined) return undefined
  const fill = (text: string): string =>
    text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)
  const { headline, todo } = causeSentences[named][language]
  return { headline: fill(headline), todo: fill(todo) }
}
