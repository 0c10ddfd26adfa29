import { spawn } from 'node:child_process'

/** Asks the desktop to open an address. False where there is no desktop to ask. */
export const openBrowser = (url: string): boolean => {
  const hasDesktop =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined
  if (!hasDesktop) return false
  const [command, args]: readonly [string, readonly string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // A desktop without an opener: the address stands on the terminal.
  child.on('error', () => undefined)
  child.unref()
  return true
}
