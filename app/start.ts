// `npm start`: opens the till in Electron, or in a browser on this machine when Electron is not to be had.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isBuilt } from './built-screen.ts'
import { electronBinary, fetchElectron } from './electron-binary.ts'
import { openBrowser } from './web/open-browser.ts'
import { StartFault } from './start-fault.ts'
import { runWebTill } from './web/run.ts'

const root = dirname(import.meta.dirname)
const usage = 'usage: npm start -- [--data DIR] [--browser] [--port N] [--no-open]'
const given = () => {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    return process.exit(1)
  }
}
const values = given()
const port = values.port === undefined ? 0 : Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port ${values.port} is not a port\n${usage}`)
  process.exit(1)
}

const build = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, '.config/build.ts')], { stdio: 'inherit', cwd: root })
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('The screen could not be built.'))))
  })

const electron = async (): Promise<string | undefined> => {
  if (values.browser) return undefined
  const present = electronBinary(root)
  if (present !== undefined) return present
  console.log('Electron is not on this machine yet; fetching it …')
  const fetched = await fetchElectron(root)
  if (fetched.ok) return electronBinary(root)
  console.log(`Electron could not be fetched (${fetched.why}).`)
  return undefined
}

/** Why the till did not open, and what to do; a mistake of ours comes with its stack. */
const startFault = (error: unknown, wanted: number): string => {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return `Port ${wanted} is taken by another program. Choose another with --port, or leave it out.`
  }
  if (code === 'EACCES' && wanted > 0 && wanted < 1024) {
    return `Port ${wanted} is not for everyone. Choose one above 1023 with --port, or leave it out.`
  }
  return error instanceof StartFault ? error.message : (error.stack ?? error.message)
}

const binary = await electron()
if (!isBuilt(root, 'out/renderer/index.html') || !isBuilt(root, 'out/electron/main.mjs')) {
  console.log('Building the screen …')
  await build()
}

if (binary === undefined) {
  console.log('Opening the till in a browser instead: same till, same journal.')
  const running = await runWebTill({
    files: join(root, 'out/renderer'),
    port,
    ...(values.data === undefined ? {} : { dataDir: values.data }),
  }).catch((error: unknown) => {
    console.error(startFault(error, port))
    return process.exit(1)
  })
  const { mode, stopped, customerWindow } = running.till.view()
  console.log(`Spot Till is open, ${mode === 'training' ? 'in training: no money moves' : 'live'}.`)
  if (stopped !== undefined) console.log(`It cannot sell: ${stopped.detail}`)
  console.log(`Data: ${running.dataFolder}\n\n  ${running.url}\n`)
  if (customerWindow === true) console.log(`For the customer's screen:\n\n  ${running.displayUrl}\n`)
  const opened = values['no-open'] ? false : openBrowser(running.url)
  console.log(
    opened
      ? 'Your browser is opening it. Stop with Ctrl+C.'
      : 'Open this address in a browser. Stop with Ctrl+C.',
  )
} else {
  console.log('Opening the till in Electron.')
  // The folder, not the file: Electron reads the name and the version of the program from its package.json.
  const child = spawn(binary, [root], {
    stdio: 'inherit',
    env: { ...process.env, ...(values.data === undefined ? {} : { SPOT_TILL_DATA: values.data }) },
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}
