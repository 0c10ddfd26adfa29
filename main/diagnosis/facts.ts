import type { ConnectionTest } from '../contract.ts'
import type { CameraSeen } from '../domain/diagnosis.ts'
import type { PrintFault, ScannerInfo } from '../ports.ts'
import type { SettingsFault } from '../settings.ts'

/** What was measured, without any judgement. What could not be measured is absent. */
export interface Facts {
  readonly folder?: {
    readonly path: string
    readonly fault?: 'rights' | 'unusable'
    readonly detail?: string
  }
  readonly disk?: DiskFact
  readonly settings?: { readonly file: string; readonly faults: readonly SettingsFault[] }
  /** What the store of secrets says when it cannot be read. */
  readonly secrets?: { readonly fault?: string }
  readonly journal?: JournalFact
  readonly people?: 'none' | 'known' | 'pepper-lost'
  /** Whether a refund above some sum needs a second person. */
  readonly refundsLimited?: boolean
  readonly account?: AccountFact
  readonly line?: LineFacts
  readonly gateway?: {
    /** Where calls go. */
    readonly url: string
    readonly test: ConnectionTest
    /** The quickest of the tries, milliseconds. */
    readonly tookMs?: number
  }
  /** Our clock less the gateway's, milliseconds. */
  readonly clockAheadMs?: number
  readonly printer?: PrinterFact
  readonly drawer?: 'none' | 'by-printer'
  readonly scanners?: {
    readonly list: readonly ScannerFact[]
    /** Makers of scanners that type as a keyboard and could do better. */
    readonly typing: readonly string[]
  }
  readonly camera?: CameraSeen
}

export interface DiskFact {
  readonly freeBytes: number
  /** The shortest of some durable writes, milliseconds. */
  readonly syncMs?: number
  readonly fault?: 'full' | 'read-only' | 'failing'
  readonly detail?: string
}

export interface JournalFact {
  readonly state:
    | 'none-yet'
    | 'whole'
    /** The till that is asked has it open and sells by it. */
    | 'open-here'
    /** Another process has it, and only that one can say more. */
    | 'open-elsewhere'
    | 'second-instance'
    | 'damaged'
    | 'newer'
    | 'unmended'
    | 'refused'
    | 'witness-missing'
    | 'witness-differs'
    | 'halted'
  readonly detail: string
}

export type KeyFact = 'missing' | 'unreadable' | 'not-a-key' | 'encrypted' | 'other-half' | 'too-short'

export interface AccountFact {
  readonly mode: 'training' | 'live'
  readonly missing?: true
  /** Fields of the account that do not fit together. */
  readonly faults?: readonly SettingsFault[]
  readonly ours?: { readonly fault: KeyFact; readonly detail: string }
  readonly theirs?: { readonly fault: KeyFact | 'is-ours'; readonly detail: string }
}

/** The way to the gateway as far as it went, stage by stage. */
export interface LineFacts {
  readonly host: string
  readonly interfaces: readonly string[]
  readonly isLoopback: boolean
  /** Whether packets to somewhere else have a way out of this computer. */
  readonly hasRoute: boolean
  readonly name?: 'address' | 'known' | 'dns-dead' | 'unknown'
  readonly connect?: 'open' | 'refused' | 'unreachable' | 'silent'
  readonly connectMs?: number
  /** An environment variable of this computer names a proxy, which the till does not use. */
  readonly proxy?: string
  readonly tls?: 'plain' | 'good' | TlsFault
  readonly detail?: string
}
export type TlsFault = 'expired' | 'not-yet' | 'name' | 'issuer' | 'old' | 'none' | 'broken-off'

export type PrinterFact =
  | { readonly state: 'none' }
  | {
      readonly state: 'well' | 'silent' | 'no-address' | PrintFault
      readonly address: string
      readonly detail?: string
    }

export interface ScannerFact extends ScannerInfo {
  /** Whether this user may read and write the device; absent where nobody can tell. */
  readonly mayOpen?: boolean
}
