// Runs a script on Node 24 or newer, whatever Node started npm: `node .config/with-node.mjs [FLAGS] SCRIPT [ARGUMENTS]`.
// The till's own scripts ask for a small young generation: V8 otherwise grows it by 100 MB over a day of sales, and its
// pauses with it, while what the till keeps stays the same (`npm run bench -- sales`).
// The Node that runs this file is used when it is new enough; else the one that `npm ci` put into node_modules.
// npm 10 does not link that one into node_modules/.bin, so the way to it is spelled out here.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wanted = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [script, ...rest] = process.argv.slice(2)

const platform = process.platform === 'win32' ? 'win' : process.platform
const packaged = join(
  root,
  'node_modules',
  `node-${platform}-${process.arch}`,
  process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
)
const own = Number(process.versions.node.split('.')[0]) >= wanted
const node = own ? process.execPath : existsSync(packaged) ? packaged : undefined

if (script === undefined) {
  console.error('usage: node .config/with-node.mjs SCRIPT [ARGUMENTS]')
  process.exit(1)
} else if (node === undefined) {
  console.error(
    existsSync(join(root, 'node_modules'))
      ? `Spot Till needs Node ${wanted} or newer; this is ${process.version} and no package of it exists for ${platform}-${process.arch}. Install Node ${wanted}.`
      : 'Run "npm ci" first: the packages are not installed.',
  )
  process.exit(1)
} else {
  const child = spawn(node, [script, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  })
  const pass = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1
  })
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
}
