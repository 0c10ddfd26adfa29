import type { Desks } from './desks.ts'
import type { Act } from './domain/rights.ts'
import type { Till } from './till-face.ts'

type Method = (...given: never[]) => unknown
/** What a call of a method is, by what it was given. `anybody`: also while nobody is signed in. */
export type Rule<Given extends readonly unknown[]> = Act | 'anybody' | ((...given: Given) => Act)
/** What a stream is that ends as soon as whoever asked for it is there no more, or in another role. */
export interface StreamRule {
  readonly whileThere: Act
}
export type RulesOf<T> = {
  readonly [Name in keyof T as T[Name] extends Method ? Name : never]-?: T[Name] extends (
    ...given: infer Given
  ) => infer Told
    ? Told extends AsyncGenerator
      ? StreamRule
      : Rule<Given>
    : never
}

/**
 * Which act each command of the till is (security S30). A method that has no line here does not compile. What a screen
 * must see to let somebody in, `anybody` may call: `main/guarded-till.ts` hides the shop's sales in it meanwhile.
 */
export const tillActs: RulesOf<Till> = {
  view: 'anybody',
  onNotice: 'anybody',
  charge: 'sell',
  abort: 'sell',
  next: 'sell',
  prepare: 'sell',
  key: 'sell',
  find: 'look',
  list: 'look',
  query: 'ask',
  story: 'look',
  discrepancySeen: 'see-discrepancy',
  asksOfRefusalFirst: 'refund',
  refund: 'refund',
  receiptFaces: 'look',
  print: 'print',
  retryPrint: 'print',
  dropPrint: 'print',
  readSettings: 'read-settings',
  writeSettings: 'change-settings',
  testConnection: 'test-connection',
  // The host's, when it ends.
  close: 'anybody',
}

export const deskActs: { readonly [Name in keyof Desks]: RulesOf<Desks[Name]> } = {
  people: {
    names: 'anybody',
    signIn: 'anybody',
    lock: 'anybody',
    awake: 'anybody',
    list: 'set-people',
    set: 'set-people',
    // Refused by itself while nobody is signed in: it is always for somebody.
    approve: 'anybody',
  },
  cash: {
    openShift: 'open-shift',
    sell: 'sell-for-cash',
    sale: 'look',
    refund: 'refund-cash',
    move: 'move-cash',
    openDrawer: 'open-drawer',
    count: 'count-cash',
    x: 'read-x',
    close: 'close-day',
    closings: 'read-closings',
    closing: 'read-closings',
    // Whoever closes the day also takes its paper along.
    print: (number) => (number === undefined ? 'read-x' : 'close-day'),
    pdf: (number) => (number === undefined ? 'read-x' : 'read-closings'),
  },
  reconciliation: {
    view: 'reconcile',
    fetch: 'fetch-files',
    take: 'fetch-files',
    run: { whileThere: 'reconcile' },
    decide: 'decide',
    bankCredit: 'enter-bank-credit',
  },
  reports: {
    figures: 'read-figures',
    export: { whileThere: 'export' },
    purge: 'purge',
  },
  devices: {
    // Whoever stands before a till that does not work may see why.
    diagnose: 'look',
    listenToScanners: { whileThere: 'test-connection' },
    drawCode: 'read-settings',
    findPrinters: 'read-settings',
    testPrint: 'test-connection',
    lookAtPrinter: 'test-connection',
    drawerLevel: 'test-connection',
    tryDrawer: 'try-drawer',
    tryDisplay: 'test-connection',
    customerPage: 'read-settings',
  },
}

/** Methods that a screen calls by itself, whenever the view changes: nobody has to be there for them. */
export const readByThemselves: ReadonlySet<string> = new Set([
  'find',
  'list',
  'story',
  'receiptFaces',
  'readSettings',
  'devices.customerPage',
  'devices.drawerLevel',
  'people.list',
  'cash.sale',
  'cash.closings',
  'cash.closing',
  'reconciliation.view',
  'reports.figures',
])
