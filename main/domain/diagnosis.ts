/**
 * What the till looks at when something does not work, in the order in which one thing rests on another: the first that
 * is wrong is the cause, and what rests on it is not blamed.
 */
export const checks = [
  'folder',
  'disk',
  'settings',
  'secrets',
  'journal',
  'people',
  'account',
  'network',
  'name',
  'line',
  'clock',
  'tls',
  'gateway',
  'printer',
  'drawer',
  'scanner',
  'camera',
] as const
export type Check = (typeof checks)[number]

/** What a check rests on: while one of those is wrong, nothing can be said about it. */
export const restsOn: Readonly<Partial<Record<Check, readonly Check[]>>> = {
  disk: ['folder'],
  settings: ['folder'],
  secrets: ['folder', 'settings'],
  journal: ['folder', 'disk', 'settings'],
  people: ['settings'],
  account: ['settings', 'secrets'],
  network: ['settings'],
  name: ['network'],
  line: ['name'],
  clock: ['line'],
  tls: ['line'],
  gateway: ['tls', 'account'],
  printer: ['settings'],
  drawer: ['printer'],
  scanner: ['settings'],
}

/** `stops`: nothing can be sold by it. `hinders`: something fails. `hint`: all works, and could be better. */
export type Weight = 'stops' | 'hinders' | 'hint'

/** Everything that can be named as a cause: where it is found, and how much it matters. */
export const causes = {
  'folder-rights': ['folder', 'stops'],
  'folder-unusable': ['folder', 'stops'],
  'disk-full': ['disk', 'stops'],
  'disk-read-only': ['disk', 'stops'],
  'disk-failing': ['disk', 'stops'],
  'disk-nearly-full': ['disk', 'hinders'],
  'disk-slow': ['disk', 'hinders'],
  'settings-invalid': ['settings', 'stops'],
  'secrets-unreadable': ['secrets', 'stops'],
  'second-instance': ['journal', 'stops'],
  'journal-damaged': ['journal', 'stops'],
  'journal-newer': ['journal', 'stops'],
  'journal-unmended': ['journal', 'hint'],
  'journal-refused': ['journal', 'stops'],
  'witness-missing': ['journal', 'stops'],
  'witness-differs': ['journal', 'stops'],
  'till-halted': ['journal', 'stops'],
  'pepper-lost': ['people', 'hinders'],
  'refunds-unlimited': ['people', 'hint'],
  'account-missing': ['account', 'stops'],
  'account-incomplete': ['account', 'stops'],
  'key-missing': ['account', 'stops'],
  'key-unreadable': ['account', 'stops'],
  'key-not-a-key': ['account', 'stops'],
  'key-encrypted': ['account', 'stops'],
  'key-public-given': ['account', 'stops'],
  'key-too-short': ['account', 'stops'],
  'alipay-key-missing': ['account', 'stops'],
  'alipay-key-not-a-key': ['account', 'stops'],
  'alipay-key-private-given': ['account', 'stops'],
  'alipay-key-is-ours': ['account', 'stops'],
  'no-interface': ['network', 'stops'],
  'no-route': ['network', 'stops'],
  'dns-dead': ['name', 'stops'],
  'name-unknown': ['name', 'stops'],
  'line-refused': ['line', 'stops'],
  'line-unreachable': ['line', 'stops'],
  'line-silent': ['line', 'stops'],
  'proxy-wanted': ['line', 'stops'],
  'clock-wrong': ['clock', 'hinders'],
  'tls-expired': ['tls', 'stops'],
  'tls-not-yet': ['tls', 'stops'],
  'tls-name': ['tls', 'stops'],
  'tls-issuer': ['tls', 'stops'],
  'tls-old': ['tls', 'stops'],
  'tls-none': ['tls', 'stops'],
  'tls-broken-off': ['tls', 'stops'],
  'portal-page': ['gateway', 'stops'],
  'proxy-login': ['gateway', 'stops'],
  'gateway-down': ['gateway', 'stops'],
  'not-the-gateway': ['gateway', 'stops'],
  'gateway-silent': ['gateway', 'stops'],
  'our-signature': ['gateway', 'stops'],
  'their-signature': ['gateway', 'stops'],
  'partner-unknown': ['gateway', 'stops'],
  'no-contract': ['gateway', 'stops'],
  'account-refused': ['gateway', 'stops'],
  'gateway-odd': ['gateway', 'stops'],
  'gateway-slow': ['gateway', 'hinders'],
  'printer-none': ['printer', 'hint'],
  'printer-address': ['printer', 'hinders'],
  'printer-offline': ['printer', 'hinders'],
  'printer-stopped': ['printer', 'hinders'],
  'printer-paper': ['printer', 'hinders'],
  'printer-cover': ['printer', 'hinders'],
  'printer-in-use': ['printer', 'hinders'],
  'printer-rights': ['printer', 'hinders'],
  'printer-unknown': ['printer', 'hinders'],
  'printer-silent': ['printer', 'hint'],
  'scanner-library': ['scanner', 'hint'],
  'scanner-rights': ['scanner', 'hinders'],
  'scanner-busy': ['scanner', 'hinders'],
  'scanner-lost': ['scanner', 'hinders'],
  'scanner-as-keyboard': ['scanner', 'hint'],
  'camera-none': ['camera', 'hint'],
  'camera-denied': ['camera', 'hinders'],
  'camera-busy': ['camera', 'hinders'],
  'camera-black': ['camera', 'hinders'],
} as const satisfies Readonly<Record<string, readonly [Check, Weight]>>
export type Cause = keyof typeof causes

export interface Finding {
  readonly check: Check
  /** `waits`: it rests on something that is wrong. `not-looked`: it could not be looked at from here. */
  readonly state: 'well' | 'hint' | 'wrong' | 'waits' | 'not-looked'
  readonly cause?: Cause
  /** What the sentence of the cause names. */
  readonly values?: Readonly<Record<string, string>>
  /** The check that has to be mended first. */
  readonly behind?: Check
  /** Names and figures for a technician, without words that would want a language, but for what a system itself has said. */
  readonly detail?: string
}

export interface Diagnosis {
  readonly findings: readonly Finding[]
  /** The one thing to mend first; absent when nothing is wrong. */
  readonly first?: Finding
}

/** What the page can tell of the camera; the till itself has no eyes. */
export const cameraStates = ['well', 'none', 'denied', 'busy', 'black'] as const
export type CameraSeen = (typeof cameraStates)[number]
