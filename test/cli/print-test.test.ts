import { describe, expect, onTestFinished, test } from 'vitest'
import { startTcpPrinter, type PrinterCondition, type TcpPrinter } from '../devices/tcp-printer.ts'
import { code128Text, readPaper } from '../receipts/paper.ts'
import { dataFolderFor, runTill, type Ran } from './run-till.ts'

const shopWith = async (
  condition: Partial<PrinterCondition>,
  language: 'en' | 'zh',
): Promise<{
  readonly device: TcpPrinter
  readonly print: () => Promise<readonly Record<string, unknown>[]>
  readonly ran: () => Ran
}> => {
  const device = await startTcpPrinter(condition)
  onTestFinished(() => device.close())
  const { host, port } = device.address
  const folder = dataFolderFor('http://127.0.0.1:9/', {
    language,
    printer: { address: `${host}:${port}`, columns: 32 },
  })
  let ran: Ran | undefined
  return {
    device,
    ran: () => ran!,
    print: async () => {
      ran = await runTill('doctor', '--print', '--json', '--data', folder)
      return ran.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ check }) => check === 'print')
    },
  }
}

describe('doctor --print', { timeout: 60_000 }, () => {
  test('prints one slip as the settings say, and says so', async () => {
    const { device, print } = await shopWith({}, 'en')
    expect(await print()).toEqual([
      { check: 'print', ok: true, detail: 'The test slip is printed. Hold it against what it says.' },
    ])
    expect(device.jobs()).toHaveLength(1)
    const paper = readPaper(device.jobs()[0]!, 384)
    expect(paper.complaints).toEqual([])
    expect(paper.lines).toContain('12345678901234567890123456789012')
    const [bars] = paper.items.flatMap((item) => (item.kind === 'barcode' ? [item.barcode] : []))
    // The shop's time: of this year, and without a zone set in UTC.
    expect(code128Text(bars!.data)).toMatch(/^20\d{10}$/)
  })

  test.each([
    ['en', 'The printer has no paper. Put in a new roll, then try again.'],
    ['zh', '打印机缺纸. 请换纸后重试。'],
  ] as const)('says in %s what to do when it cannot', async (language, detail) => {
    const { device, print, ran } = await shopWith({ paperLeft: 0 }, language)
    expect(await print()).toEqual([{ check: 'print', ok: false, detail }])
    expect(device.jobs()).toEqual([])
    expect(ran().code).toBe(1)
  })
})
