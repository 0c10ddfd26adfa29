import { closeSync, openSync, writeSync } from 'node:fs'

/** Sends what is printed to a stream into a file instead, and gives what ends that. */
const divert = (stream: NodeJS.WriteStream, file: number): (() => void) => {
  const before = stream.write.bind(stream)
  stream.write = (chunk: string | Uint8Array): boolean => {
    writeSync(file, Buffer.from(chunk as string))
    return true
  }
  return () => {
    stream.write = before
  }
}

/**
 * Runs with everything that is printed going into the file that `--out` names, and gives the words without it. For
 * Windows, where a program with windows has no console that it could print to.
 */
export const withOutput = async (
  args: readonly string[],
  run: (left: readonly string[]) => Promise<number>,
): Promise<number> => {
  const at = args.indexOf('--out')
  if (at < 0) return run(args)
  const name = args[at + 1]
  if (name === undefined) {
    console.error('--out wants the name of a file')
    return 1
  }
  let file: number
  try {
    file = openSync(name, 'w')
  } catch (error) {
    console.error(`${name} cannot be written: ${(error as Error).message}`)
    return 1
  }
  const backs = [divert(process.stdout, file), divert(process.stderr, file)]
  try {
    return await run([...args.slice(0, at), ...args.slice(at + 2)])
  } finally {
    for (const back of backs) back()
    closeSync(file)
  }
}
