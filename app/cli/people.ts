import { statSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { OperatorFault, OperatorInput } from '../../main/contract/people.ts'
import { roles, type OperatorId, type Role } from '../../main/domain/operator.ts'
import { instant, localTime } from '../../main/domain/time.ts'
import { JournalFault, type Journal } from '../../main/journal/journal.ts'
import { checkOperator } from '../../main/operators/enter.ts'
import type { Pins } from '../../main/operators/pins.ts'
import { createRegister, type Entered, type Register } from '../../main/operators/register.ts'
import type { Settings } from '../../main/settings.ts'
import { pinsIn } from '../people-parts.ts'
import { openSecretFiles } from '../secret-files.ts'
import { systemClock } from '../system.ts'
import { placeFor, withJournal } from './desk.ts'
import { checkout, type CommandHost } from './host.ts'
import { readOptions, UsageFault, type Options } from './options.ts'
import { exitCodes } from './result.ts'

const faults: Readonly<Record<OperatorFault, string>> = {
  'first-is-manager': 'The first person must be a manager with a PIN: --role manager.',
  'not-a-badge': 'This cannot be a badge.',
  'name-taken': 'Somebody with this name works here already. Choose another --name.',
  'name-empty': '--name is empty.',
  'pin-too-short': 'The PIN needs at least 6 digits.',
  'pin-too-simple': 'This PIN is too easy to guess. Choose another one.',
  'needs-pin-or-badge': 'Somebody who works here needs a PIN or a badge.',
  'badge-taken': 'This badge is somebody else’s.',
  'needs-second-person': 'Another manager has to agree; on this command line nobody is asked.',
  'last-manager': 'At least one manager with a PIN must stay. Enter another one first.',
  'unknown-operator': 'There is nobody with this id. See: people list',
  'till-stopped': 'The journal did not take it.',
}

/** The first line of standard input; on a terminal it is asked for, and what is typed is not shown. */
const pinFromInput = async (): Promise<string> => {
  const { stdin, stderr } = process
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: stdin, output: hidden, terminal: stdin.isTTY })
  if (stdin.isTTY) stderr.write('PIN, 6 to 12 digits (not shown): ')
  try {
    for await (const line of reader) {
      if (stdin.isTTY) stderr.write('\n')
      const pin = line.trim()
      if (!/^\d{1,12}$/.test(pin)) throw new Error('A PIN has 6 to 12 digits and nothing else.')
      return pin
    }
  } finally {
    reader.close()
  }
  throw new Error('No PIN came on standard input.')
}

/** Whoever owns the folder owns the till; nobody else may set PINs, not even by running as root. */
const refuseStrangers = (folder: string): void => {
  const own = process.getuid?.()
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid
  if (own === undefined || owner === undefined || own === owner) return
  throw new Error(`${folder} belongs to user ${owner}. Run this as that user.`)
}

interface Book {
  readonly options: Options
  readonly settings: Settings
  readonly journal: Journal
  readonly register: Register
  readonly pins: Pins
}
type Verb = (book: Book) => Promise<number>

const said = (
  { options, settings, journal }: Book,
  { operator, pin, badge }: Pick<Entered, 'operator' | 'pin' | 'badge'>,
): void => {
  const last = journal.newest('signed-in', operator.id)?.at
  const seen = last === undefined ? 'never' : localTime(instant(last), settings.shop.timeZone).slice(0, 16)
  const person = { ...operator, hasPin: pin !== undefined, hasBadge: badge !== undefined }
  console.log(
    options.flag('json')
      ? JSON.stringify({ ...person, ...(last === undefined ? {} : { lastSignedInAt: last }) })
      : [
          operator.id.padEnd(6),
          operator.name.padEnd(20),
          (operator.active ? operator.role : 'has left').padEnd(11),
          [...(person.hasPin ? ['PIN'] : []), ...(person.hasBadge ? ['badge'] : [])].join('+').padEnd(10),
          `last signed in ${seen}`,
        ].join(' '),
  )
}

const roleOption = (options: Options): Role | undefined => {
  const text = options.text('role')
  const role = roles.find((each) => each === text)
  if (text !== undefined && role === undefined) throw new UsageFault(`--role is one of ${roles.join(', ')}`)
  return role
}

const keep = async (book: Book, input: OperatorInput): Promise<number> => {
  const checked = await checkOperator(book.register, book.pins, input)
  if (!checked.ok) throw new Error(faults[checked.error])
  book.journal.append({ now: systemClock.now(), operator: 'command-line' }, checked.value)
  said(book, checked.value)
  return exitCodes.done
}

const named = ({ options, register }: Book): Entered => {
  const found = register.find(options.required('operator') as OperatorId)
  if (found === undefined) throw new Error(faults['unknown-operator'])
  return found
}

const verbs: Readonly<Record<string, Verb>> = {
  list: (book) => {
    for (const one of book.register.all()) said(book, one)
    if (book.register.all().length === 0 && !book.options.flag('json')) {
      console.log('Nobody has been entered: everybody may do everything.')
    }
    return Promise.resolve(exitCodes.done)
  },
  add: async (book) => {
    const role = roleOption(book.options)
    if (role === undefined) throw new UsageFault('--role is missing')
    const name = book.options.required('name')
    return keep(book, { name, role, active: true, pin: await pinFromInput() })
  },
  set: async (book) => {
    const { options } = book
    const { operator } = named(book)
    if (options.flag('left') && options.flag('back')) throw new UsageFault('--left or --back, not both')
    return keep(book, {
      id: operator.id,
      name: options.text('name') ?? operator.name,
      role: roleOption(options) ?? operator.role,
      active: options.flag('left') ? false : options.flag('back') || operator.active,
    })
  },
  reset: async (book) => {
    const { operator } = named(book)
    return keep(book, { ...operator, pin: await pinFromInput() })
  },
}

/**
 * People without a screen, while the till is closed: for the first one, and for a PIN that the last manager forgot.
 * What is done here is in the journal under `command-line`.
 */
export const people = async (args: readonly string[], host: CommandHost = checkout): Promise<number> => {
  const options = readOptions(args, { texts: ['operator', 'name', 'role'], flags: ['left', 'back'] })
  const name = options.optional(0) ?? 'list'
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) throw new UsageFault(`people ${Object.keys(verbs).join(' | ')}, not "${name}"`)
  try {
    return await withJournal(options, ({ settings, journal, folder }) => {
      refuseStrangers(folder.folder)
      const files = openSecretFiles(folder.folder, settings.keys)
      const secrets = placeFor(options, host).secrets ?? files
      const pins = pinsIn(secrets, settings.mode === 'live' ? undefined : files)
      return verb({ options, settings, journal, register: createRegister(journal), pins })
    })
  } catch (error) {
    const inUse =
      error instanceof Error && error.cause instanceof JournalFault && error.cause.kind === 'in-use'
    if (!inUse) throw error
    throw new Error('The till is open. Close it first, or let a manager do this at the till (Shift+F12).', {
      cause: error,
    })
  }
}
