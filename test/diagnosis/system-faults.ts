import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot, needs } from '../faults/machine.ts'
import { canTrace } from '../faults/tracing.ts'
import { diagnosed, doctorWords } from './command-line.ts'
import { within, type Fault } from './fault.ts'
import type { Blamed, Shop } from './shop.ts'

/** A system in small: root needs nobody's leave, others where users may have name spaces. */
const own = isRoot ? ['-m'] : ['-r', '-m']
const inSpace = (script: string, ...flags: readonly string[]) =>
  spawnSync('unshare', [...own, ...flags, 'sh', '-c', script], { encoding: 'utf8' })
const noDisks =
  inSpace('mount -t tmpfs tmpfs /mnt').status === 0 ? undefined : 'needs mounts of its own (unshare)'
const ip = needs('ip', 'iproute2')
const noNets =
  ip === undefined
    ? 'needs ip'
    : inSpace(`'${ip}' link add cable0 type veth peer name end0`, '-n').status === 0
      ? undefined
      : 'needs network namespaces'
const noTrace = canTrace ? undefined : 'needs strace'
const setpriv = isRoot ? needs('setpriv', 'util-linux') : undefined

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ')

/** A shop whose data folder is copied to a disk of its own, on which this is done before the till looks. */
const onDisk =
  (size: string, then: string): Fault['play'] =>
  () =>
    within({}, (shop) => {
      const copy = `mount -t tmpfs -o size=${size} tmpfs /mnt && cp -a '${shop.folder.folder}' /mnt/data`
      return diagnosed('unshare', [
        '-r',
        '-m',
        'sh',
        '-c',
        `${copy} && ${then}; exec ${quoted(doctorWords('/mnt/data'))}`,
      ])
    })

/** A shop in a network of its own, which is made like this; its gateway is wherever `url` says. */
const onNetwork =
  (
    url: string,
    network: string,
    more: { readonly names?: string; readonly environment?: Readonly<Record<string, string>> } = {},
  ): Fault['play'] =>
  () =>
    within({}, (shop) => {
      // A printer on this computer would be out of reach as well, and that is not what is asked about here.
      shop.set((settings) => {
        Object.assign(settings['gateway'] ?? {}, { url })
        Object.assign(settings, { printer: {} })
      })
      const resolv = join(shop.folder.folder, 'resolv.conf')
      writeFileSync(resolv, more.names ?? 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n')
      const names = `mount --bind '${resolv}' "$(readlink -f /etc/resolv.conf)"`
      const doctor = quoted(doctorWords(shop.folder.folder))
      const script = `ip() { '${ip}' "$@"; }; ${names} && ${network}; exec ${doctor}`
      return diagnosed('unshare', [...own, '-n', 'sh', '-c', script], {
        HTTPS_PROXY: '',
        https_proxy: '',
        HTTP_PROXY: '',
        http_proxy: '',
        ALL_PROXY: '',
        all_proxy: '',
        ...more.environment,
      })
    })

const traced =
  (inject: string): Fault['play'] =>
  () =>
    within({}, (shop) =>
      diagnosed('strace', [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        `inject=${inject}`,
        ...doctorWords(shop.folder.folder),
      ]),
    )

const asNobody = (shop: Shop): Promise<Blamed> =>
  diagnosed(setpriv ?? '', [
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    ...doctorWords(shop.folder.folder),
  ])

const cable =
  'ip link set lo up && ip link add cable0 type veth peer name end0 && ip link set end0 up && ip address add 10.9.9.2/24 dev cable0 && ip link set cable0 up'
/** Everything that is sent out is swallowed: nobody is at the other end. */
const wayOut = `${cable} && ip route add default via 10.9.9.1 && ip neighbour add 10.9.9.1 lladdr 02:00:00:00:00:01 dev cable0`
const named = 'https://gateway.spot-till.example/gateway.do'
const numbered = 'https://198.51.100.7/gateway.do'
/** A name server that says of every name that there is none. */
const nameServer = join(import.meta.dirname, 'no-such-name.ts')

/** Faults of the system itself: disks, rights, networks. The real ones, in a space of their own. */
export const systemFaults: readonly Fault[] = [
  {
    what: "the data folder is another user's",
    by: 'a process without rights (setpriv)',
    names: 'folder-rights',
    lacks: setpriv === undefined ? 'needs root' : undefined,
    play: () => within({}, asNobody),
  },
  {
    what: 'the disk is full',
    by: 'a small file system, filled to the last byte',
    names: 'disk-full',
    lacks: noDisks,
    play: onDisk('4m', 'cat /dev/zero > /mnt/full 2>/dev/null'),
  },
  {
    what: 'the disk is nearly full',
    by: 'a file system of 60 MB',
    names: 'disk-nearly-full',
    lacks: noDisks,
    play: onDisk('60m', 'true'),
  },
  {
    what: 'the disk has become read-only',
    by: 'a file system mounted anew',
    names: 'disk-read-only',
    lacks: noDisks,
    play: onDisk('200m', 'mount -o remount,ro /mnt'),
  },
  {
    what: 'the disk takes half a second for a durable write',
    by: 'strace, which lets every fdatasync wait',
    names: 'disk-slow',
    lacks: noTrace,
    play: traced('fdatasync:delay_exit=500000'),
  },
  {
    what: 'the disk fails',
    by: 'strace, which lets every fdatasync end with EIO',
    names: 'disk-failing',
    lacks: noTrace,
    play: traced('fdatasync:error=EIO'),
  },
  {
    what: 'the network cable is out',
    by: 'a network name space with no interface',
    names: 'no-interface',
    lacks: noNets,
    play: onNetwork(named, 'true'),
  },
  {
    what: 'the router has given no way out',
    by: 'an interface without a route',
    names: 'no-route',
    lacks: noNets,
    play: onNetwork(named, cable),
  },
  {
    what: 'the name server is dead',
    by: 'a way out, and a name server that does not listen',
    names: 'dns-dead',
    lacks: noNets,
    play: onNetwork(named, wayOut),
  },
  {
    what: "the gateway's address is mistyped",
    by: 'a name server that knows no such name',
    names: 'name-unknown',
    lacks: noNets,
    play: onNetwork(
      named,
      `${wayOut}; { ${quoted([process.execPath, nameServer])} >/dev/null 2>&1 & } ; sleep 1`,
    ),
  },
  {
    what: 'there is no way to the gateway',
    by: 'a route that says unreachable',
    names: 'line-unreachable',
    lacks: noNets,
    play: onNetwork(numbered, `${wayOut} && ip route add unreachable 198.51.100.0/24`),
  },
  {
    what: 'a firewall swallows the connection',
    by: 'an address from which nothing comes back',
    names: 'line-silent',
    lacks: noNets,
    play: onNetwork(numbered, wayOut),
  },
  {
    what: 'the network wants a proxy',
    by: 'the same, on a computer that is set up for a proxy',
    names: 'proxy-wanted',
    lacks: noNets,
    play: onNetwork(numbered, wayOut, {
      environment: { HTTPS_PROXY: 'http://user:word@proxy.example:3128' },
    }),
  },
]
