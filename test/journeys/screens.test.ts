import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paperScenes } from '../receipts/paper-scenes.ts'
import { officePictures } from '../renderer/office-scenes.ts'
import {
  freshCode,
  keyAmount,
  noBrowser,
  openCounter,
  press,
  resultState,
  scanWedge,
  type Counter,
} from './counter.ts'

const docs = join(dirname(dirname(import.meta.dirname)), 'docs')
const writes = process.env['UPDATE_DOCS'] === '1'

const titles = {
  sale: ['The sale screen', '收款'],
  waiting: ['The customer confirms', '等待顾客确认'],
  paid: ['Paid', '收款成功'],
  unknown: ['Not known yet, being cancelled', '结果未知，正在撤销'],
  declined: ['Declined', '付款被拒'],
  refund: ['Refund', '退款'],
  story: ['The story of a sale', '交易记录'],
  'receipt-panel': ['Receipt', '小票'],
  settings: ['Settings', '设置'],
  shift: ['Opening a shift', '开班'],
  tender: ['Taking cash', '收现金'],
  change: ['The change', '找零'],
  'cash-receipt': ['The receipt of a sale in cash', '现金收款小票'],
  drawer: ['The drawer', '钱箱'],
  count: ['Counting the drawer', '清点钱箱'],
  x: ['X: the day until now', 'X 报表'],
  z: ['Z: the day is closed', 'Z 日结'],
} as const
type Screen = keyof typeof titles
/** Rare ones, made with a till that only says so (`test/renderer/pictures.test.ts`). */
const rare = {
  'open-questions': ['Open questions', '未决交易'],
  stopped: ['Stopped: the disk is full', '已停止：磁盘已满'],
  halted: ['Stopped by itself', '自行停止'],
  'sign-in': ['Sign in', '登录'],
  pin: ['Too many wrong PINs', 'PIN 码错误次数过多'],
  people: ['People', '人员'],
  'refund-limit': ['How much a cashier may give back alone', '收银员可单独退款的限额'],
  'second-person': ['A second person must agree', '需要第二个人同意'],
  difference: ['The drawer differs: by how much, and why', '钱箱有差额：差多少，为什么'],
  recounted: ['A count before did not fit: the reason is asked all the same', '此前清点不符：仍须说明原因'],
  'cash-refund': ['A refund in cash by its receipt', '凭小票现金退款'],
  'empty-z': ['Before a Z of nothing', '没有交易的日结：先确认'],
  'drawer-left-open': ['The drawer was left open', '钱箱没有关上'],
  'torn-scan': ['Half a code: scan again', '条码不完整：请重新扫描'],
  'settings-devices': ['Settings of the devices', '设备设置'],
  'setup-devices': ['Setting up devices', '设置设备'],
  'setup-scanner': ['Plug and scan', '即插即扫'],
  'setup-scanner-found': ['A scanner is found', '已识别扫码枪'],
  'setup-scanner-ready': ['The scanner is set up', '扫码枪已设置好'],
  'setup-scanner-test': [
    'The scanner test: keys, times, and what to set',
    '扫码枪测试：按键、时间和可采用的设置',
  ],
  'setup-printer': ['Setting up a printer', '设置打印机'],
  'setup-printer-ask': ['Is the slip right?', '测试页正确吗'],
  'setup-drawer': ['The till learns the switch of the drawer', '学习钱箱开关'],
  'setup-display': ["The customer's display, by its address or on a pole", '设置顾客屏'],
  camera: ['The camera, its lamp and the other camera (F5)', '摄像头、补光灯和其他摄像头（F5）'],
  diagnosis: ['What is wrong (F1)', '哪里出了问题（F1）'],
  'display-idle': ['For the customer: welcome', '顾客屏：欢迎'],
  'display-show-code': ['For the customer: to pay', '顾客屏：应付金额'],
  'display-pay-cash': ['For the customer: to pay in cash', '顾客屏：付现金'],
  'display-change': ['For the customer: the change', '顾客屏：找零'],
  'display-paid': ['For the customer: paid', '顾客屏：已付款'],
} as const
/** The office, with something of everything (`test/renderer/office-pictures.test.ts`). */
const office = Object.fromEntries(
  Object.entries(officePictures).map(([name, { titles: both }]) => [name, both] as const),
)
/** What comes out of printers (`test/receipts/picture.test.ts`). */
const papers = Object.fromEntries(
  Object.entries(paperScenes).map(([name, { titles: both }]) => [name, both] as const),
)

const screensPage = (): string =>
  [
    '# Screens',
    '',
    'At 1024 × 768, in training. Made by the browser journeys (`UPDATE_DOCS=1 npm test`).',
    '',
    ...Object.entries({ ...titles, ...rare, ...office, ...papers }).flatMap(([name, [english, chinese]]) => [
      `## ${english} · ${chinese}`,
      '',
      `![${english}](images/${name}-en.png)`,
      `![${chinese}](images/${name}-zh.png)`,
      '',
    ]),
  ].join('\n')

test('the page of screens shows every screen', () => {
  if (writes) writeFileSync(join(docs, 'screens.md'), screensPage())
  expect(readFileSync(join(docs, 'screens.md'), 'utf8')).toBe(screensPage())
})

describe.skipIf(noBrowser !== undefined).each(['en', 'zh'] as const)('every screen in %s', (language) => {
  let counter: Counter
  beforeAll(async () => {
    counter = await openCounter({
      settings: {
        language,
        shop: { name: 'Corner Coffee 街角咖啡', timeZone: 'Europe/Vienna' },
        sale: { firstQueryMs: 1000, queryEveryMs: 500, limitMs: 20_000, cancelEveryMs: 2000 },
      },
    })
    mkdirSync(join(docs, 'images'), { recursive: true })
  })
  afterAll(() => counter.close())

  /** Looks at a screen: nothing may scroll, and with UPDATE_DOCS=1 the picture is kept. */
  const look = async (name: Screen): Promise<void> => {
    const { page } = counter
    await page.waitForTimeout(400) // Fonts and transitions.
    const overflow = await page.evaluate(
      () =>
        document.documentElement.scrollHeight -
        innerHeight +
        document.documentElement.scrollWidth -
        innerWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
    if (writes) {
      await page.screenshot({
        path: join(docs, 'images', `${name}-${language}.png`),
        // The folder of a test says nothing to a reader.
        style: '[data-testid="settings-state"] { visibility: hidden }',
      })
    }
  }

  test('from the first digit to settings', { timeout: 240_000 }, async () => {
    const { page } = counter
    await keyAmount(page, '460')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    await press(page, 'Enter')
    await keyAmount(page, '1250')
    await scanWedge(page, freshCode())
    await resultState(page, 'paid')
    await page.getByTestId('result-receipt-image').waitFor()
    await look('paid')
    const paid = (await page.getByTestId('result').getAttribute('data-id')) ?? ''
    await page.waitForTimeout(1600)
    await keyAmount(page, '3850')
    await look('sale')
    await press(page, 'Escape')

    await keyAmount(page, '9050')
    await scanWedge(page, freshCode())
    await resultState(page, 'declined')
    await look('declined')
    await press(page, 'Enter')

    await keyAmount(page, '9061')
    await scanWedge(page, freshCode())
    await resultState(page, 'waiting')
    await page.waitForTimeout(2500)
    await look('waiting')
    await press(page, 'Escape')
    await resultState(page, 'cancelling')
    await page.getByTestId('next-customer').waitFor()
    await look('unknown')
    await press(page, 'Enter')
    await page.getByTestId('open-row').waitFor()

    await scanWedge(page, paid)
    await page.getByTestId('refund-payment').waitFor()
    await look('refund')
    await press(page, 'Escape')
    await page.getByTestId('sale-row').last().click()
    await page.getByTestId('story-entry').first().waitFor()
    await look('story')
    await press(page, 'F8')
    await page.getByTestId('receipt-image').waitFor()
    await look('receipt-panel')
    // What the browser's own printing, or its PDF, makes of it: the receipt and nothing else, on one page of the roll.
    await page.emulateMedia({ media: 'print' })
    const printed = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('body *')]
        .filter(
          (element) => element.children.length === 0 && element.checkVisibility() && element.innerText !== '',
        )
        .map((element) => element.innerText),
    )
    expect(printed).toEqual([])
    const box = await page.locator('.only-print img').boundingBox()
    expect(box?.width).toBeCloseTo((72 / 25.4) * 96, 0)
    await page.emulateMedia({ media: 'screen' })
    const pdf = (await page.pdf({ width: '80mm', height: '220mm' })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await press(page, 'Escape')
    await press(page, 'F9')
    await page.getByTestId('settings-tab-account').waitFor()
    await page.getByTestId('settings-tab-account').click()
    await page.getByTestId('settings-add-account').click()
    await page.getByTestId('settings-gateway_partner').waitFor()
    await look('settings')
  })

  test('from the float to the closing', { timeout: 240_000 }, async () => {
    const { page } = counter
    await press(page, 'Escape')
    const drawer = async (key: string): Promise<void> => {
      await press(page, 'F10')
      await page.getByTestId('cash-panel-menu').waitFor()
      await press(page, key)
    }
    await drawer('1')
    await keyAmount(page, '20000')
    await look('shift')
    await press(page, 'Enter')
    await page.getByTestId('cash-done').waitFor()
    await press(page, 'Escape')
    await keyAmount(page, '3850')
    await press(page, 'F10')
    await page.getByTestId('tender-note-5000').click()
    await look('tender')
    await page.getByTestId('tender-take').click()
    await page.getByTestId('change').waitFor()
    await look('change')
    await page.getByTestId('change-receipt').click()
    await page.getByTestId('receipt-image').waitFor()
    await look('cash-receipt')
    await press(page, 'Escape')
    await press(page, 'F10')
    await page.getByTestId('cash-panel-menu').waitFor()
    await look('drawer')
    await press(page, '7')
    await page.getByTestId('closing-image').waitFor()
    await look('x')
    await drawer('8')
    await press(page, 'Enter')
    for (const [value, pieces] of Object.entries({ 10000: '2', 2000: '1', 1000: '1', 500: '1', 100: '2' })) {
      await page.getByTestId(`count-${value}`).focus()
      await keyAmount(page, pieces)
    }
    await look('count')
    await page.getByTestId('close-day').click()
    await page.getByTestId('close-explain').waitFor()
    await page.getByTestId('cash-reason-1').click()
    await page.getByTestId('close-day').click()
    await page.getByTestId('closing').waitFor()
    await look('z')
  })
})
