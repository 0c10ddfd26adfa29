import type { Page } from 'playwright-core'

/** Ways into every part of the office, with a till that has something of everything. */

const openOffice = async (page: Page, tab: 'days' | 'figures' | 'export' | 'purge'): Promise<void> => {
  await page.getByTestId('office-button').click()
  await page.getByTestId(`office-tab-${tab}`).click()
}

export const openDay = async (page: Page): Promise<void> => {
  await openOffice(page, 'days')
  await page.locator('[data-testid=day-row][data-day="2026-11-18"]').click()
  await page.getByTestId('line').first().waitFor()
}

export const openUneven = async (page: Page, note?: string): Promise<void> => {
  await page.evaluate((said) => {
    const report = window.officeExamples.sumsDifferReport(said)
    window.fakeTill.office.day = [{ state: 'done', report }]
  }, note)
  await openOffice(page, 'days')
  await page.locator('[data-testid=day-row][data-state=sums-differ]').click()
  await page.getByTestId('footing').first().waitFor()
}

const openPurge = async (page: Page): Promise<void> => {
  await openOffice(page, 'purge')
  await page.getByTestId('purge-remove').click()
  await page.getByTestId('purge-sure').waitFor()
}

export const officeScenes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  [
    'office, days',
    async (page) => {
      await openOffice(page, 'days')
      await page.getByTestId('day-row').first().waitFor()
    },
  ],
  [
    'office, a server that cannot be trusted and a file set aside',
    async (page) => {
      await page.evaluate(() => (window.fakeTill.office.view = window.officeExamples.troubledOffice()))
      await openOffice(page, 'days')
      await page.getByTestId('quarantine').locator('summary').click()
      await page
        .getByTestId('file-input')
        .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') })
      await page.locator('[data-testid=taken-file][data-result=kept]').waitFor()
    },
  ],
  [
    'office, a day with every outcome',
    async (page) => {
      await openDay(page)
      await page.getByTestId('filter-all').click()
    },
  ],
  [
    'office, an opened line',
    async (page) => {
      await openDay(page)
      await page.getByTestId('line').nth(3).click()
      await page.getByTestId('decide-accepted').click()
      await page.getByTestId('bank-enter').click()
      await page.getByTestId('bank-save').click()
    },
  ],
  [
    'office, a day that is done',
    async (page) => {
      await page.evaluate(
        () => (window.fakeTill.office.day = [{ state: 'done', report: window.officeExamples.doneReport() }]),
      )
      await openDay(page)
    },
  ],
  ['office, a day whose sums differ', (page) => openUneven(page)],
  [
    'office, comparing',
    async (page) => {
      await page.evaluate(() =>
        Object.assign(window.fakeTill.office, {
          day: [{ state: 'working', done: 410_000, of: 1_000_000 }],
          dayNeverEnds: true,
        }),
      )
      await openOffice(page, 'days')
      await page.locator('[data-testid=day-row][data-day="2026-11-18"]').click()
      await page.getByTestId('day-progress').waitFor()
    },
  ],
  [
    'office, figures',
    async (page) => {
      await openOffice(page, 'figures')
      await page.getByTestId('chart-latency').locator('svg').first().waitFor()
      await page.getByTestId('chart-hours').locator('summary').click()
    },
  ],
  [
    'office, figures of days without sales',
    async (page) => {
      await page.evaluate(() => (window.fakeTill.office.figures = window.officeExamples.noFigures()))
      await openOffice(page, 'figures')
      await page.getByTestId('figures-none').waitFor()
    },
  ],
  ['office, export', (page) => openOffice(page, 'export')],
  ['office, old files', openPurge],
]

/** Pictures of the office for `docs/screens.md`: titles in both languages, how high, and the way there. */
export const officePictures: Readonly<
  Record<
    string,
    {
      readonly titles: readonly [english: string, chinese: string]
      readonly height: number
      readonly enter: (page: Page) => Promise<unknown>
    }
  >
> = {
  'office-days': {
    titles: ["Days, and where Alipay's files are", '对账日期与支付宝文件'],
    height: 768,
    enter: async (page) => {
      await page.evaluate(() => (window.fakeTill.office.view = window.officeExamples.troubledOffice()))
      await openOffice(page, 'days')
      await page.getByTestId('quarantine').locator('summary').click()
    },
  },
  'office-day': {
    titles: ['A day: what may be lost, and whether it foots', '一天：风险金额与三级核对'],
    height: 768,
    enter: openDay,
  },
  'office-sums': {
    titles: ['A day whose bank credit is another sum, and no word why', '银行入账与结算不符，且未注明原因'],
    height: 768,
    enter: (page) => openUneven(page),
  },
  'office-outcomes': {
    titles: ['Every outcome of a line', '每一种核对结果'],
    height: 1640,
    enter: async (page) => {
      await openDay(page)
      await page.getByTestId('filter-all').click()
    },
  },
  'office-line': {
    titles: ['A line, opened', '展开一条'],
    height: 1880,
    enter: async (page) => {
      await openDay(page)
      await page.getByTestId('line').nth(3).click()
    },
  },
  'office-figures': {
    titles: ['Figures', '报表'],
    height: 1690,
    enter: async (page) => {
      await openOffice(page, 'figures')
      await page.getByTestId('chart-latency').locator('svg').first().waitFor()
    },
  },
  'office-export': {
    titles: ['Export', '导出'],
    height: 768,
    enter: (page) => openOffice(page, 'export'),
  },
  'office-purge': {
    titles: ['Old files, asked once more', '旧文件：再确认一次'],
    height: 768,
    enter: openPurge,
  },
}
