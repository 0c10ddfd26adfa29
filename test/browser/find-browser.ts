import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names and places of Chrome, Chromium and Edge. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** The browser for the journeys: the one named by CHROMIUM_PATH, else an installed one, else undefined. */
export const findBrowser = (): string | undefined => {
  const given = process.env['CHROMIUM_PATH']
  if (given !== undefined && existsSync(given)) return given
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...(places[process.platform] ?? []),
  ].find((path) => existsSync(path))
}

const attempt = (command: string, args: readonly string[]): boolean => {
  console.log(`  ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

/** Installs Chromium: Debian's package when that is possible, else the test tool's own download. Says what it does. */
export const installBrowser = async (): Promise<string | undefined> => {
  console.log('No Chrome, Chromium or Edge was found; installing Chromium for the browser journeys.')
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    attempt('apt-get', ['update', '-qq'])
    if (attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']))
      return findBrowser()
  }
  const { chromium } = await import('playwright-core')
  const cli = join(import.meta.dirname, '../../node_modules/playwright-core/cli.js')
  if (attempt(process.execPath, [cli, 'install', 'chromium-headless-shell'])) {
    const path = chromium.executablePath()
    if (existsSync(path)) return path
  }
  console.log('None could be installed. The browser journeys will say that they were skipped.')
  return undefined
}
