// `npm run package [-- --dir]`: the installers for this machine's system, in dist/. With --dir only the program itself.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { electronBinary, fetchElectron } from '../app/electron-binary.ts'
import { wrongFuses } from './fuses.ts'

const root = dirname(import.meta.dirname)
const require = createRequire(import.meta.url)

const run = (script: string, given: readonly string[]): void => {
  const { status } = spawnSync(process.execPath, [script, ...given], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${script} ended with ${status}`)
}

/** The built programs below dist/, whichever system they are for. */
const programs = (): readonly string[] => {
  const folders = readdirSync(join(root, 'dist'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  return folders
    .flatMap(({ name }) => [
      join(root, 'dist', name, 'spot-till'),
      join(root, 'dist', name, 'Spot Till.exe'),
      join(root, 'dist', name, 'Spot Till.app'),
    ])
    .filter((path) => existsSync(path))
}

const makeInstallers = async (): Promise<void> => {
  if (electronBinary(root) === undefined) {
    console.log('Fetching Electron, which the installer contains …')
    const fetched = await fetchElectron(root)
    if (!fetched.ok) {
      console.error(
        `No installer was made: Electron's program is not on this machine and could not be fetched (${fetched.why}).\n` +
          'Run this where GitHub or a mirror of it can be reached (ELECTRON_MIRROR names one).\n' +
          'The till itself needs no installer: "npm start" opens it in a browser.',
      )
      process.exitCode = 1
      return
    }
  }
  run(join(root, '.config/build.ts'), [])
  run(join(dirname(require.resolve('electron-builder/package.json')), 'cli.js'), [
    '--publish',
    'never',
    '--config',
    'electron-builder.yml',
    `--config.electronDist=${dirname(electronBinary(root) ?? '')}`,
    ...process.argv.slice(2),
  ])
  const made = programs()
  if (made.length === 0) throw new Error('electron-builder left no program in dist/')
  for (const program of made) {
    const wrong = await wrongFuses(program)
    if (wrong.length > 0)
      throw new Error(`${program}: these fuses are not set as they should be: ${wrong.join(', ')}`)
    console.log(`${program}: all fuses are set as they should be.`)
  }
}

await makeInstallers()
