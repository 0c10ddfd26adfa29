// `npm run till -- COMMAND`: the same engine without a screen.
import { commands, type Command } from './commands.ts'
import { UsageFault } from './options.ts'

const help = (): string =>
  [
    'usage: npm run till -- COMMAND [OPTIONS] [--data DIR] [--json]',
    '',
    ...Object.values(commands).map(({ usage, what }) => `  ${usage.padEnd(62)} ${what}`),
    '',
    'Exit codes: 0 paid or done, 2 declined or cancelled, 3 still unknown, 1 wrong use or a fault.',
  ].join('\n')

const run = async (): Promise<number> => {
  const [name = 'help', ...rest] = process.argv.slice(2)
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(help())
    return 0
  }
  const command: Command | undefined = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    console.error(`There is no command "${name}".\n\n${help()}`)
    return 1
  }
  const ends = rest.indexOf('--')
  if ((ends < 0 ? rest : rest.slice(0, ends)).some((word) => word === '--help' || word === '-h')) {
    console.log(`usage: npm run till -- ${command.usage} [--data DIR] [--json]\n\n${command.what}`)
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    if (error instanceof UsageFault) {
      console.error(`${error.message}\nusage: npm run till -- ${command.usage}`)
      return 1
    }
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

process.exitCode = await run()
