import { attachWedge, type AttachedWedge } from '../../drivers/scanner/wedge.dom.ts'

/** What the test reads off the page. */
export interface WedgePage {
  /** Everything the sale screen was told, in order. */
  readonly told: string[]
  /** Keys that the page's own listeners heard. */
  readonly heard: string[]
  /** Clicks on the one button, submits of the one form, `input` events of fields. */
  readonly done: string[]
  readonly wedge: AttachedWedge
}

const told: string[] = []
const heard: string[] = []
const done: string[] = []

document.addEventListener('keydown', (event) => heard.push(event.key))
document.querySelector('button')?.addEventListener('click', () => done.push('click'))
document.addEventListener('submit', (event) => {
  event.preventDefault()
  done.push('submit')
})
document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLInputElement) done.push(`input ${event.target.value}`)
})

const wedge = attachWedge(
  { terminator: 'enter' },
  {
    onKey: (key) => told.push(`key ${key}`),
    onScan: (text, tookBack) => told.push(`scan ${text} ${tookBack}`),
    onPartial: (text, tookBack, why) => told.push(`partial ${text} ${tookBack} ${why}`),
  },
)
Object.assign(window, { page: { told, heard, done, wedge } satisfies WedgePage })
