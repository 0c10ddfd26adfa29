import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTillJournal } from '../../app/compose.ts'
import { dataFolder, type DataFolder } from '../../app/data-folder.ts'
import { measure, type Place } from '../../app/diagnosis/measure.ts'
import { openSecretFiles } from '../../app/secret-files.ts'
import { systemClock } from '../../app/system.ts'
import { diagnose } from '../../main/diagnosis/judge.ts'
import type { Facts } from '../../main/diagnosis/facts.ts'
import type { Finding } from '../../main/domain/diagnosis.ts'
import type { Journal } from '../../main/journal/journal.ts'
import type { Clock, Log } from '../../main/ports.ts'
import { parseSettings, type Settings } from '../../main/settings.ts'
import {
  trainingGatewayPublicKey,
  trainingMerchantPrivateKey,
  trainingPartnerId,
} from '../../main/training/account.ts'
import { startTrainingGateway } from '../../main/training/server.node.ts'
import { startTcpPrinter, type TcpPrinter } from '../devices/tcp-printer.ts'
import { startProxy, type ProxyOptions } from '../faults/network/proxy.ts'

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

/** A shop in which everything works: a live account, a gateway that knows it, a journal, a printer with paper. */
export interface Shop {
  readonly folder: DataFolder
  readonly printer: TcpPrinter
  readonly settings: Settings
  /** Writes the settings anew, changed. */
  readonly set: (change: (settings: Record<string, never>) => void) => void
  readonly key: (name: string, text: string, mode?: number) => void
  readonly journal: <T>(run: (journal: Journal) => T) => T
  readonly look: (place?: Partial<Place>) => Promise<Facts>
  readonly atClose: (close: () => unknown) => void
  readonly close: () => Promise<void>
}

export interface ShopOptions {
  /** What happens on the line to the gateway; TLS when it has a certificate. */
  readonly line?: Omit<ProxyOptions, 'gatewayPort'>
  /** The gateway's own clock. */
  readonly clock?: Clock
  /** The gateway's address, when it is not the one that answers. */
  readonly url?: string
}

export const openShop = async (options: ShopOptions = {}): Promise<Shop> => {
  const closing: (() => unknown)[] = []
  const gateway = await startTrainingGateway({ port: 0, clock: options.clock ?? systemClock })
  const line = await startProxy({ ...options.line, gatewayPort: gateway.port })
  const printer = await startTcpPrinter()
  const path = mkdtempSync(join(tmpdir(), 'spot-till-diagnosis-'))
  const folder = dataFolder(path)
  let written: Record<string, unknown> = {
    mode: 'live',
    shop: { name: 'Corner Shop' },
    gateway: {
      url: options.url ?? line.url,
      partner: trainingPartnerId,
      transName: 'Corner Shop',
      extendInfo: { storeId: 'S1', storeName: 'Corner Shop' },
      deadlineMs: 15_000,
    },
    printer: { address: `127.0.0.1:${printer.address.port}` },
    people: { refundLimit: 5000 },
  }
  const write = (): void => writeFileSync(folder.settings, JSON.stringify(written))
  write()
  const settings = (): Settings => {
    const parsed = parseSettings(written)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    return parsed.value
  }
  const key = (name: string, text: string, mode = 0o600): void => {
    const file = join(path, 'secrets', name)
    mkdirSync(join(path, 'secrets'), { recursive: true, mode: 0o700 })
    writeFileSync(file, text)
    chmodSync(file, mode)
  }
  key('privateKey', trainingMerchantPrivateKey)
  key('alipayPublicKey', trainingGatewayPublicKey)
  key('till-secret', '00'.repeat(32))
  const openJournal = (given: Settings): Journal => openTillJournal(folder, given, silent, 0)
  const shop: Shop = {
    folder,
    printer,
    get settings() {
      return settings()
    },
    set: (change) => {
      written = structuredClone(written)
      change(written as Record<string, never>)
      write()
    },
    key,
    journal: (run) => {
      const journal = openJournal(settings())
      try {
        return run(journal)
      } finally {
        journal.close()
      }
    },
    look: (place) =>
      measure({
        folder,
        secretsFor: (given) => openSecretFiles(path, given.keys),
        trainingUrl: () => Promise.resolve(gateway.url),
        scanners: () => Promise.resolve([]),
        keyboards: () => Promise.resolve([]),
        till: { runs: false, openJournal },
        line: {
          patienceMs: 2000,
          environment: {},
          ...(options.line?.tls?.cert === undefined
            ? {}
            : { certificateAuthority: String(options.line.tls.cert) }),
        },
        camera: 'well',
        ...place,
      }),
    atClose: (close) => void closing.push(close),
    close: async () => {
      for (const close of closing.toReversed()) await close()
      await Promise.all([line.close(), gateway.close(), printer.close()])
      rmSync(path, { recursive: true, force: true })
    },
  }
  shop.journal(() => undefined)
  return shop
}

export interface Blamed {
  /** The one cause, or that there is none. */
  readonly first: string
  /** Whatever else is called wrong; hints do not count. */
  readonly others: readonly string[]
}
export const blamed = (
  findings: readonly Pick<Finding, 'state' | 'cause'>[],
  first: string | undefined,
): Blamed => ({
  first: first ?? 'nothing',
  others: findings.flatMap(({ state, cause }) =>
    state !== 'wrong' || cause === undefined || cause === first ? [] : [cause],
  ),
})
export const judged = (facts: Facts): Blamed => {
  const { findings, first } = diagnose(facts)
  return blamed(findings, first?.cause)
}
