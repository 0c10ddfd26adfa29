import './no-eval.ts'
import { installPolicy } from '../../../renderer/policy.ts'
import { startScreen } from '../../../renderer/start.tsx'
import * as examples from '../examples.ts'
import { createFakeTill, type FakeTill } from '../fake-till.ts'
import * as officeExamples from '../office-examples.ts'

declare global {
  interface Window {
    fakeTill: FakeTill
    examples: typeof examples
    officeExamples: typeof officeExamples
  }
}

installPolicy()
window.examples = examples
window.officeExamples = officeExamples
window.fakeTill = createFakeTill(examples.quietView({ last: examples.lastSales() }))
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the screen')
startScreen(root, window.fakeTill.connection)
