import { attachWedge, type AttachedWedge, type WedgeListeners } from '../../drivers/scanner/wedge.dom.ts'
import type { WedgeSettings } from '../../drivers/scanner/wedge.ts'

/** What the test reads off the page. */
export interface WedgePage {
  /** Everything the sale screen was told, in order. */
  readonly told: string[]
  /** Keys that the page's own listeners heard. */
  readonly heard: string[]
  /** Clicks on the one button, submits of the one form, `input` events of fields. */
  readonly done: string[]
  readonly wedge: AttachedWedge
  /** Expects another scanner, and forgets what was told. */
  readonly expect: (scanner: WedgeSettings) => void
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

const listeners: WedgeListeners = {
  onKey: (key) => told.push(`key ${key}`),
  onScan: (text, tookBack) => told.push(`scan ${text} ${tookBack}`),
  onPartial: (text, tookBack, why) => told.push(`partial ${text} ${tookBack} ${why}`),
}
let wedge = attachWedge({ terminator: 'enter' }, listeners)
const page: WedgePage = {
  told,
  heard,
  done,
  get wedge() {
    return wedge
  },
  expect: (scanner) => {
    wedge.detach()
    wedge = attachWedge(scanner, listeners)
    for (const list of [told, heard, done]) list.length = 0
  },
}
Object.assign(window, { page })
