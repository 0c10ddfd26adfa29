import { expect, test, vi } from 'vitest'
import { commandIn, runElectronCommand } from '../../app/electron/command.ts'
import type { CommandHost } from '../../app/cli/host.ts'
import { createElectronStandIn, type StandIn, type StandInOptions } from './electron-stand-in.ts'
import { folder } from './screens.ts'

const program = '/opt/Spot Till/spot-till'

test.each<readonly [readonly string[], boolean, readonly string[] | undefined]>([
  [[program, 'acknowledge', '--entry', '7'], false, ['acknowledge', '--entry', '7']],
  [[program, 'acknowlege'], false, ['acknowlege']],
  [['/node_modules/electron', '.', 'doctor'], true, ['doctor']],
  [[program], false, undefined],
  [['/node_modules/electron', '.'], true, undefined],
  [['/node_modules/electron', '/somewhere/spottill'], true, undefined],
  [[program, '--remote-debugging-port=9222', 'doctor'], false, undefined],
  [[program, '-psn_0_12345'], false, undefined],
  [[program, 'C:\\Users\\till\\Desktop\\dropped.txt'], false, undefined],
])('a start as %j is for the command %s %j', (argv, defaultApp, command) => {
  expect(commandIn(argv, defaultApp)).toEqual(command)
})

const start = (
  run: (args: readonly string[], host: CommandHost) => Promise<number>,
  options: StandInOptions = {},
): { readonly electron: StandIn; readonly ended: Promise<void> } => {
  const electron = createElectronStandIn(options)
  const load = (): Promise<{ readonly runCommand: typeof run }> => Promise.resolve({ runCommand: run })
  const ended = runElectronCommand({ electron, args: ['recover'], load, platform: 'linux' })
  return { electron, ended }
}

test('a command ends with its exit code, without a window, and leaves the open till its lock', async () => {
  const { electron, ended } = start(() => Promise.resolve(3))
  await ended
  expect(electron.exits).toEqual([3])
  expect(electron.calls).toEqual([])
  expect(electron.windows).toEqual([])
})

test("keys are the window's own, and asked for only when the system's key store is open", async () => {
  const data = await folder()
  const order: string[] = []
  const { electron, ended } = start(async (_args, { program: called, secretsIn }) => {
    order.push(called)
    const written = await secretsIn?.(data).write('privateKey', 'KEY')
    order.push(`written ${written?.ok}`)
    const read = await secretsIn?.(data).read('privateKey')
    order.push(JSON.stringify(read))
    return 0
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(order).toEqual(['spot-till'])
  electron.becomeReady()
  await ended
  expect(order).toEqual(['spot-till', 'written true', '{"ok":true,"value":"KEY"}'])
})

test('S11: a shipped program runs no command with a switch that would open it', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const run = vi.fn<() => Promise<number>>(() => Promise.resolve(0))
  const { electron, ended } = start(run, { packaged: true, switches: ['remote-debugging-port'] })
  await ended
  expect(electron.exits).toEqual([1])
  expect(run).not.toHaveBeenCalled()
  expect(said).toHaveBeenCalledWith('It does not start with --remote-debugging-port.')
  said.mockRestore()
})
