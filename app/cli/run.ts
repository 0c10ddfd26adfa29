import { commands, type Command } from './commands.ts'
import type { CommandHost } from './host.ts'
import { UsageFault } from './options.ts'
import { withOutput } from './output.ts'

const everywhere = '[--data DIR] [--json] [--out FILE]'

const help = ({ program }: CommandHost): string =>
  [
    `usage: ${program} COMMAND [OPTIONS] ${everywhere}`,
    '',
    ...Object.values(commands).map(({ usage, what }) => `  ${usage.padEnd(62)} ${what}`),
    '',
    'Exit codes: 0 paid or done, 2 declined or cancelled, 3 still unknown, 1 wrong use or a fault.',
  ].join('\n')

const run = async (args: readonly string[], host: CommandHost): Promise<number> => {
  const { program } = host
  const [name = 'help', ...rest] = args
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(help(host))
    return 0
  }
  const command: Command | undefined = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    console.error(`There is no command "${name}".\n\n${help(host)}`)
    return 1
  }
  const ends = rest.indexOf('--')
  if ((ends < 0 ? rest : rest.slice(0, ends)).some((word) => word === '--help' || word === '-h')) {
    console.log(`usage: ${program} ${command.usage} ${everywhere}\n\n${command.what}`)
    return 0
  }
  try {
    return await command.run(rest, host)
  } catch (error) {
    if (error instanceof UsageFault) {
      console.error(`${error.message}\nusage: ${program} ${command.usage}`)
      return 1
    }
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

/** Runs one command, prints what it has to say, and gives the exit code. Never throws. */
export const runCommand = (args: readonly string[], host: CommandHost): Promise<number> =>
  withOutput(args, (left) => run(left, host))
