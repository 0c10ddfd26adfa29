/**
 * The doors between the rooms: what each one may import besides itself. Arrows point one way, also for types, because
 * a type that one has to know is knowledge too. A room is a folder, or a file that stands by itself; the longest name
 * that fits a path is its room.
 */
const shared = [
  'main/contract.ts',
  'main/contract',
  'main/ports.ts',
  'main/settings.ts',
  'main/domain',
] as const

export const doors: Readonly<Record<string, readonly string[]>> = {
  app: ['app/electron', 'main', 'drivers', 'renderer', 'package.json'],
  'app/electron': ['app', 'main', 'drivers', 'renderer'],
  renderer: ['main/contract.ts', 'main/contract', 'main/domain', 'main/settings.ts', 'drivers'],
  drivers: ['main/ports.ts', 'main/domain'],
  main: ['main/*'],
  'main/agenda.ts': [...shared],
  'main/contract.ts': ['main/contract', 'main/ports.ts', 'main/settings.ts', 'main/domain'],
  'main/contract': ['main/contract.ts', 'main/ports.ts', 'main/settings.ts', 'main/domain'],
  'main/desks.ts': [...shared],
  // People, the drawer and the closing, the provider's files, and what is told of all of it: each of them reads the
  // journal, and none knows another.
  'main/operators': [...shared, 'main/journal', 'main/desks.ts'],
  'main/shifts': [...shared, 'main/journal', 'main/receipts', 'main/desks.ts'],
  'main/reconciliation': [...shared, 'main/journal', 'main/desks.ts'],
  'main/reports': [...shared, 'main/journal', 'main/desks.ts'],
  // Who stands on both sides of it: what a scan is answered, what the customer sees, which sale a paper names.
  'main/counter': [...shared, 'main/journal'],
  'main/diagnosis': [...shared],
  'main/domain': [],
  'main/gateway-time.ts': [...shared],
  'main/guard': [...shared, 'main/journal'],
  // These two do not know each other: what a call meant and what is kept of it meet in payments and refunds.
  'main/gateway': [...shared],
  'main/journal': [...shared],
  'main/payments': [
    ...shared,
    'main/agenda.ts',
    'main/gateway-time.ts',
    'main/gateway',
    'main/journal',
    'main/refunds',
  ],
  'main/ports.ts': ['main/domain'],
  'main/receipts': [...shared, 'main/journal'],
  'main/refunds': [
    ...shared,
    'main/agenda.ts',
    'main/gateway-time.ts',
    'main/gateway',
    'main/journal',
    'main/payments',
  ],
  'main/settings.ts': ['main/settings', 'main/domain'],
  // One file for each section that is long.
  'main/settings': ['main/domain'],
  // The practice gateway speaks the same wire; it sees nothing of the till's books.
  'main/training': [...shared, 'main/gateway'],
}

/** Packages that a browser can do nothing with. */
export const nodePackages: readonly string[] = [
  'better-sqlite3',
  'fontkit',
  'koffi',
  'node-hid',
  'pdfkit',
  'pino',
  'serialport',
  'ssh2-sftp-client',
  'undici',
  'ws',
]

/** Globals that only a browser has, and that only Node has. */
export const browserWords: readonly string[] = ['navigator', 'localStorage', 'sessionStorage', 'indexedDB']
export const nodeWords: readonly string[] = ['Buffer', 'process', '__dirname', '__filename', 'require']

/**
 * Where each package is imported, and nowhere else but in tests. Adding a package means adding a line here and in the
 * README's table, and so a thought about what would have to change to be rid of it again.
 */
export const homes: Readonly<Record<string, readonly string[]>> = {
  '@nodable/entities': ['main/gateway/xml.ts'],
  '@orpc/client': ['renderer/'],
  '@orpc/contract': ['main/contract.ts', 'main/contract/', 'renderer/connection.ts'],
  '@orpc/server': ['app/router.ts', 'app/screen.ts'],
  '@resvg/resvg-wasm': ['main/receipts/drawing.node.ts'],
  'better-sqlite3': ['main/journal/'],
  'csv-parse': ['main/reconciliation/'],
  'csv-stringify': ['main/reports/'],
  fontkit: ['main/receipts/drawing.node.ts'],
  'fast-xml-parser': ['main/gateway/xml.ts'],
  'iconv-lite': ['main/gateway/charset.ts', 'main/receipts/letters.ts'],
  koffi: ['drivers/printer/winspool.node.ts'],
  'node-hid': ['drivers/scanner/hid.node.ts'],
  pdfkit: ['main/shifts/'],
  pino: ['app/log.ts'],
  receiptline: ['main/receipts/'],
  serialport: ['drivers/links/serial.node.ts'],
  yauzl: ['main/reconciliation/'],
  'ssh2-sftp-client': ['drivers/sftp/'],
  undici: ['main/gateway/transport.node.ts'],
  'write-excel-file': ['main/reports/'],
  ws: ['app/web/server.node.ts'],
  zod: ['main/contract.ts', 'main/contract/', 'main/settings.ts', 'main/settings/', 'app/screen.ts'],

  '@fontsource/noto-sans-sc': ['renderer/'],
  '@mantine/charts': ['renderer/'],
  '@mantine/core': ['renderer/'],
  '@mantine/hooks': ['renderer/'],
  '@tabler/icons-react': ['renderer/'],
  i18next: ['renderer/'],
  react: ['renderer/'],
  'react-dom': ['renderer/'],
  recharts: [],
  zustand: ['renderer/'],
  '@zxing/library': ['drivers/camera/'],
  'zxing-wasm': ['drivers/camera/'],
  electron: ['app/electron/'],

  '@electron/fuses': ['.config/'],
  '@vitejs/plugin-react': ['.config/'],
  'electron-builder': ['.config/'],
  vite: ['.config/'],
  'axe-core': ['test/'],
  'bwip-js': ['test/'],
  '@undecaf/zbar-wasm': ['test/'],
  'fast-check': ['test/'],
  'playwright-core': ['test/'],
  '@sqlite.org/sqlite-wasm': ['test/simulation/'],
  vitest: ['test/', '.config/'],

  // Programs and types; no file imports them.
  '@spot-till/node-runtime': [],
  '@fontsource/noto-emoji': [],
  '@fontsource/noto-sans': [],
  '@fontsource/noto-sans-mono': [],
  '@fontsource/noto-sans-thai': [],
  '@types/better-sqlite3': [],
  '@types/fontkit': [],
  '@types/node': [],
  '@types/pdfkit': [],
  '@types/ssh2-sftp-client': [],
  '@types/react': [],
  '@types/react-dom': [],
  '@types/ws': [],
  '@types/yauzl': [],
  oxlint: [],
  'oxlint-tsgolint': [],
  prettier: [],
  typescript: [],
}

/** Time and chance reach the engine through its ports (`Clock`, `Chance`), so that a simulation decides them. */
export const bannedInEngine: readonly string[] = [
  'Date',
  'performance',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'Math.random',
  'AbortSignal.timeout',
  'crypto.getRandomValues',
  'crypto.randomUUID',
]
export const bannedImportsInEngine: Readonly<Record<string, readonly string[] | 'everything'>> = {
  'node:crypto': [
    'getRandomValues',
    'randomBytes',
    'randomFill',
    'randomFillSync',
    'randomInt',
    'randomUUID',
    'webcrypto',
  ],
  'node:perf_hooks': 'everything',
  'node:timers': 'everything',
  'node:timers/promises': 'everything',
}

/**
 * Files and wires reach the engine through its ports as well (`Storage`, `Transport`), so that the simulation can cut,
 * fail and lose them. Beside what stands behind those ports, only the tools that work on a journal at rest and the
 * practice gateway, which is no part of the engine, touch them.
 */
export const worldOfEngine: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': [],
  'node:dgram': [],
  'node:dns': [],
  'node:fs': [
    'main/journal/storage.node.ts',
    'main/journal/backup.node.ts',
    'main/journal/mend.node.ts',
    'main/journal/verify.node.ts',
    'main/training/ledger-file.node.ts',
  ],
  'node:fs/promises': [],
  'node:http': ['main/training/server.node.ts', 'main/training/delivery.node.ts'],
  'node:https': [],
  'node:net': ['main/gateway/transport.node.ts', 'main/training/server.node.ts'],
  'node:os': [],
  'node:tls': [],
  'node:worker_threads': [],
}

export const linesMax = { product: 300, test: 500 } as const
/** Files that are longer because they are tables: nobody reads them from top to bottom. */
export const tables: Readonly<Record<string, string>> = {
  'main/domain/codes.ts': 'every code of the wire with what it means for the money',
  'main/domain/diagnosis-sentences.ts': 'every cause that the diagnosis can name, by language',
  'main/training/bad-days.ts': 'every bad day that the practice gateway can play',
  'test/simulation/mutants.ts': 'every planted bug, with the text that it changes',
  'renderer/texts/en.ts': 'every text of the screen in English',
  'renderer/texts/zh.ts': 'every text of the screen in Chinese',
}
