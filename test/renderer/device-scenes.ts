import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { FoundPrinter } from '../../main/contract/devices.ts'
import type { SetUpDevice } from '../../renderer/setup/pages.ts'
import type { DeviceAnswers } from './fake-devices.ts'
import { peopleView } from './fake-people.ts'
import { show } from './fake-screen.ts'

const printers: readonly FoundPrinter[] = [
  { kind: 'usb', address: 'usb:/dev/usb/lp0', name: 'EPSON TM-T20III' },
  { kind: 'cups', address: 'cups:Receipts', name: 'usb://Star/TSP143' },
  { kind: 'serial', address: 'serial:/dev/ttyUSB0?baud=9600&flow=none', name: 'FTDI' },
  { kind: 'serial', address: 'serial:/dev/ttyS0?baud=9600&flow=none', name: '' },
]

/** As a till tells it; the token is as long as a real one. */
export const sampleAddress = 'http://127.0.0.1:8443/display#a-token-of-43-letters-that-opens-nothing-at'

export const deviceAnswer = (page: Page, given: Partial<DeviceAnswers>): Promise<unknown> =>
  page.evaluate((answers) => Object.assign(window.fakeTill.answers.devices, answers), given)
/** The till has not answered this one yet. */
const unanswered = (page: Page, name: keyof DeviceAnswers): Promise<unknown> =>
  page.evaluate(
    (key) => Object.assign(window.fakeTill.answers.devices, { [key]: new Promise(() => undefined) }),
    name,
  )
type Kept = 'printer' | 'display'
/** What stands in the settings before the page is opened. */
const kept = (page: Page, room: Kept, given: Readonly<Record<string, unknown>>): Promise<unknown> =>
  page.evaluate(([name, more]) => Object.assign(window.fakeTill.answers.settings.settings[name], more), [
    room,
    given,
  ] as const)
const press = (page: Page, testId: string): Promise<void> => page.getByTestId(testId).click()

export const openDevice = async (page: Page, device: SetUpDevice): Promise<void> => {
  await page.keyboard.press('F9')
  await press(page, 'settings-tab-devices')
  await press(page, 'settings-setup')
  await press(page, `setup-open-${device}`)
  await page.getByTestId(`setup-${device}`).waitFor()
}

const choosing = async (page: Page): Promise<void> => {
  await deviceAnswer(page, { printers })
  await openDevice(page, 'printer')
  await page.getByTestId('printer-found').waitFor()
}
const asking = async (page: Page): Promise<void> => {
  await choosing(page)
  await press(page, 'printer-found-usb:/dev/usb/lp0')
  await page.getByTestId('printer-answer').waitFor()
}
const answered =
  (...answers: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await asking(page)
    for (const answer of answers) await press(page, answer)
  }
const drawer = async (page: Page): Promise<void> => {
  await kept(page, 'printer', { address: '192.168.1.50:9100' })
  await openDevice(page, 'drawer')
  await page.getByTestId('drawer-way').waitFor()
}
const drawerAsked =
  (...answers: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await drawer(page)
    for (const answer of ['drawer-way-printer', ...answers]) await press(page, answer)
  }
const display = async (page: Page): Promise<void> => {
  await deviceAnswer(page, { printers, customerPage: { address: sampleAddress, open: 0 } })
  await kept(page, 'display', { window: 'on' })
  await openDevice(page, 'display')
  await page.getByTestId('display-code').waitFor()
  await page.getByTestId('pole-port').waitFor()
}
const poleAsked =
  (...answers: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await display(page)
    for (const answer of ['pole-port-/dev/ttyUSB0', ...answers]) await press(page, answer)
  }

/** Every step of setting a printer, a drawer and the customer's display up, brought about as a person does. */
export const deviceScenes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['printers found', choosing],
  [
    'looking for printers',
    async (page) => {
      await unanswered(page, 'printers')
      await openDevice(page, 'printer')
      await page.getByTestId('printer-searching').waitFor()
    },
  ],
  [
    'no printer found, and a wrong address',
    async (page) => {
      await openDevice(page, 'printer')
      await page.getByTestId('printer-none-found').waitFor()
      await page.getByTestId('printer-network').fill('http://printer')
      await press(page, 'printer-check')
    },
  ],
  [
    'printing a slip',
    async (page) => {
      await unanswered(page, 'testPrint')
      await choosing(page)
      await press(page, 'printer-found-usb:/dev/usb/lp0')
      await page.getByTestId('printer-printing').waitFor()
    },
  ],
  [
    'the printer says why not',
    async (page) => {
      await deviceAnswer(page, { testPrint: { ok: false, error: 'paper-out' } })
      await choosing(page)
      await press(page, 'printer-found-usb:/dev/usb/lp0')
      await page.getByTestId('printer-fault').waitFor()
    },
  ],
  ['did it come out right', asking],
  ['which letters are wrong', answered('printer-answer-letters')],
  ['what else is wrong', answered('printer-answer-other')],
  [
    'asked again after a fix',
    async (page) => {
      await answered('printer-answer-too-wide')(page)
      await page.getByTestId('printer-fix').waitFor()
      await page.getByTestId('printer-answer').waitFor()
    },
  ],
  ['nothing came out', answered('printer-answer-nothing')],
  ['nothing more to try', answered('printer-answer-other', 'printer-tell-other')],
  [
    'the printer is set up',
    async (page) => {
      await answered('printer-answer-right')(page)
      await page.getByTestId('printer-done').waitFor()
    },
  ],
  ['ways to open a drawer', drawer],
  [
    'a drawer without a printer',
    async (page) => {
      await openDevice(page, 'drawer')
      await page.getByTestId('drawer-needs-printer').waitFor()
    },
  ],
  [
    'a technician and the drawer',
    async (page) => {
      await show(page, { people: { ...peopleView('technician') } })
      await openDevice(page, 'drawer')
      await page.getByTestId('drawer-not-allowed').waitFor()
    },
  ],
  ['did the drawer open', drawerAsked()],
  ['the drawer stayed shut both ways', drawerAsked('drawer-answer-no', 'drawer-answer-no')],
  [
    'the till cannot write the drawer down',
    async (page) => {
      await deviceAnswer(page, { drawer: { ok: false, error: 'not-kept' } })
      await drawerAsked()(page)
      await page.getByTestId('drawer-fault').waitFor()
    },
  ],
  ['now close the drawer', drawerAsked('drawer-answer-yes')],
  [
    'the switch is learned',
    async (page) => {
      await drawerAsked('drawer-answer-yes')(page)
      await page.getByTestId('drawer-close').waitFor()
      await deviceAnswer(page, { drawerLevel: 'high' })
      await page.locator('[data-learned=switch]').waitFor()
    },
  ],
  ["the customer's display", display],
  [
    "the customer's display, open, and no serial port",
    async (page) => {
      await kept(page, 'display', { window: 'on' })
      await deviceAnswer(page, { customerPage: { open: 1 } })
      await openDevice(page, 'display')
      await page.locator('[data-testid=display-open][data-count="1"]').waitFor()
      await page.getByTestId('pole-none-found').waitFor()
    },
  ],
  ['does the pole display show it', poleAsked('pole-answer-nonsense')],
  [
    'a port that cannot be used',
    async (page) => {
      await deviceAnswer(page, { display: { ok: false, error: 'no-access' } })
      await poleAsked()(page)
      await page.getByTestId('pole-fault').waitFor()
    },
  ],
  [
    'the pole display is set up',
    async (page) => {
      await poleAsked('pole-answer-right')(page)
      await page.getByTestId('pole-done').waitFor()
    },
  ],
  [
    'serial ports in the settings',
    async (page) => {
      await kept(page, 'printer', { address: 'serial:/dev/ttyUSB0?baud=19200&flow=rtscts' })
      await page.keyboard.press('F9')
      await press(page, 'settings-tab-devices')
      await page.getByTestId('settings-printer_address-flow').selectOption('xonxoff')
      expect(await page.getByTestId('settings-printer_address').inputValue()).toBe(
        'serial:/dev/ttyUSB0?baud=19200&flow=xonxoff',
      )
      await press(page, 'settings-serial-add')
      await press(page, 'settings-save')
      await page.locator('[data-testid=settings-serial-0-path][aria-invalid=true]').waitFor()
    },
  ],
]
