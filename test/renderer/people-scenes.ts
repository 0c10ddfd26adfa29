import type { Page } from 'playwright-core'
import type { Role } from '../../main/domain/operator.ts'
import { attempt, currentOf, idOf, waiting } from './examples.ts'
import type { PeopleAnswers } from './fake-people.ts'
import { peopleView } from './fake-people.ts'
import { scanned, show, typed } from './fake-screen.ts'

export const signedInAs = (page: Page, role?: Role): Promise<void> => show(page, { people: peopleView(role) })
export const peopleAnswer = (page: Page, given: Partial<PeopleAnswers>): Promise<unknown> =>
  page.evaluate((answers) => Object.assign(window.fakeTill.answers.people, answers), given)

const locked = async (page: Page): Promise<void> => {
  await signedInAs(page)
  await page.getByTestId('name-op-2').waitFor()
}
const keyed = async (page: Page): Promise<void> => {
  await locked(page)
  await page.getByTestId('name-op-2').click()
  await typed(page, '314159')
}

/** Everything that people see of people, brought about as it is at the till. */
export const peopleScenes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['locked', locked],
  [
    'locked while a payment is under way',
    async (page) => {
      await show(page, { current: currentOf(waiting(attempt(), 'waiting-for-buyer')) })
      await locked(page)
    },
  ],
  ['PIN', keyed],
  [
    'wrong PIN',
    async (page) => {
      await keyed(page)
      await page.keyboard.press('Enter')
      await page.getByTestId('proof-refused').waitFor()
    },
  ],
  [
    'too many wrong PINs',
    async (page) => {
      await peopleAnswer(page, { signIn: { ok: false, error: { why: 'wait', waitMs: 900_000 } } })
      await keyed(page)
      await page.keyboard.press('Enter')
      await page.getByTestId('proof-wait').waitFor()
    },
  ],
  ['cashier signed in', (page) => signedInAs(page, 'cashier')],
  [
    'people, nobody yet',
    async (page) => {
      await page.keyboard.press('F12')
      await page.getByTestId('person-form').waitFor()
    },
  ],
  [
    'people',
    async (page) => {
      await signedInAs(page, 'manager')
      await page.keyboard.press('Shift+F12')
      await page.getByTestId('person-op-5').waitFor()
    },
  ],
  [
    'people, one of them',
    async (page) => {
      await signedInAs(page, 'manager')
      await page.keyboard.press('Shift+F12')
      await page.getByTestId('person-op-2').getByRole('button').click()
      await page.getByTestId('badge-scan').click()
      await page.getByTestId('person-save').click()
      await page.getByTestId('person-fault').waitFor()
    },
  ],
  [
    'people, for a cashier',
    async (page) => {
      await signedInAs(page, 'cashier')
      await page.keyboard.press('Shift+F12')
      await page.getByTestId('people-forbidden').waitFor()
    },
  ],
  [
    'second person',
    async (page) => {
      await signedInAs(page, 'cashier')
      await page.evaluate(() => {
        window.fakeTill.answers.refund = { ok: false, error: 'needs-second-person' }
      })
      await scanned(page, idOf(58))
      await page.getByTestId('refund-confirm').click()
      await page.getByTestId('refund-yes').click()
      await page.getByTestId('second-person').getByTestId('name-op-1').waitFor()
    },
  ],
]
