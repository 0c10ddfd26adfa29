import { connectTill } from './connection.ts'
import { installPolicy } from './policy.ts'
import { startScreen } from './start.tsx'

installPolicy()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the screen')
startScreen(root, await connectTill())
