// `npm run till -- COMMAND`: the same engine without a screen.
import { checkout } from './host.ts'
import { runCommand } from './run.ts'

process.exitCode = await runCommand(process.argv.slice(2), checkout)
