import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { isRoot, needs } from '../machine.ts'

/** Two network namespaces, one for the till and one for the gateway, with a cable between them. Linux, root. */
export interface Lab {
  readonly till: readonly string[]
  readonly gateway: readonly string[]
  readonly tillAddress: string
  readonly gatewayAddress: string
  /** A second address at the gateway's end, for somebody who is not the gateway. */
  readonly otherAddress: string
  /** Rules of the till's own firewall: lines of `nft`, in the chains `leaving` and `arriving`. None: a good line. */
  readonly rules: (...lines: readonly string[]) => void
  /** Both directions at this rate; `undefined`: as fast as it goes. */
  readonly rate: (bitPerSecond: number | undefined) => void
  /** Takes both namespaces away, with everything in them. */
  readonly close: () => void
}

const packages = { ip: 'iproute2', tc: 'iproute2', nft: 'nftables' } as const
const program = (tool: keyof typeof packages): string => needs(tool, packages[tool]) ?? tool
const run = (tool: keyof typeof packages, ...args: readonly string[]): void =>
  void execFileSync(program(tool), args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Why there is no lab on this machine, or nothing. */
export const labLacks = (): string | undefined => {
  if (process.platform !== 'linux') return 'needs Linux'
  if (!isRoot) return 'needs root'
  for (const tool of ['ip', 'tc', 'nft'] as const) {
    if (needs(tool, packages[tool]) === undefined) return `needs ${tool}`
  }
  try {
    const name = `spot-till-try-${process.pid}`
    run('ip', 'netns', 'add', name)
    run('ip', 'netns', 'del', name)
    return undefined
  } catch {
    return 'needs network namespaces'
  }
}

const gatewayAddress = '10.77.0.2'
const tillAddress = '10.77.0.1'
const otherAddress = '10.77.0.3'

export const openLab = (): Lab => {
  const [a, b] = [`spot-till-a${process.pid}`, `spot-till-b${process.pid}`]
  const cable = [`sta${process.pid}`, `stb${process.pid}`] as const
  const names = `/etc/netns/${a}`
  const close = (): void => {
    for (const name of [a, b]) {
      try {
        run('ip', 'netns', 'del', name)
      } catch {
        // It was not there; closing goes on with the next.
      }
    }
    rmSync(names, { recursive: true, force: true })
  }
  const ip = program('ip')
  const within = (name: string): readonly string[] => [ip, 'netns', 'exec', name]
  try {
    mkdirSync(names, { recursive: true })
    writeFileSync(`${names}/resolv.conf`, `nameserver ${gatewayAddress}\noptions timeout:1 attempts:1\n`)
    for (const name of [a, b]) run('ip', 'netns', 'add', name)
    run('ip', 'link', 'add', cable[0], 'netns', a, 'type', 'veth', 'peer', 'name', cable[1], 'netns', b)
    run('ip', '-n', a, 'address', 'add', `${tillAddress}/24`, 'dev', cable[0])
    run('ip', '-n', b, 'address', 'add', `${gatewayAddress}/24`, 'dev', cable[1])
    run('ip', '-n', b, 'address', 'add', `${otherAddress}/24`, 'dev', cable[1])
    for (const [name, link] of [
      [a, cable[0]],
      [b, cable[1]],
    ] as const) {
      run('ip', '-n', name, 'link', 'set', link, 'up')
      run('ip', '-n', name, 'link', 'set', 'lo', 'up')
    }
  } catch (fault) {
    close()
    throw fault
  }
  const rules = (...lines: readonly string[]): void => {
    const table = [
      'table inet bad',
      'delete table inet bad',
      'table inet bad {',
      '  chain leaving { type filter hook output priority 0; }',
      '  chain arriving { type filter hook input priority 0; }',
      '}',
      ...lines.map((line) => `add rule inet bad ${line}`),
    ].join('\n')
    execFileSync(ip, ['netns', 'exec', a, program('nft'), '-f', '-'], { input: table })
  }
  return {
    till: within(a),
    gateway: within(b),
    tillAddress,
    gatewayAddress,
    otherAddress,
    rules,
    rate: (bitPerSecond) => {
      for (const [name, link] of [
        [a, cable[0]],
        [b, cable[1]],
      ] as const) {
        const root = ['netns', 'exec', name, program('tc'), 'qdisc']
        const limit = ['tbf', 'rate', `${bitPerSecond}bit`, 'burst', '1600', 'latency', '3s']
        if (bitPerSecond === undefined) run('ip', ...root, 'del', 'dev', link, 'root')
        else run('ip', ...root, 'add', 'dev', link, 'root', ...limit)
      }
    },
    close,
  }
}
