import { causes, checks, restsOn, type Check, type Diagnosis, type Finding } from '../domain/diagnosis.ts'
import { printerOf, drawerOf, scannerOf, cameraOf } from './judge-devices.ts'
import { clockOf, gatewayOf, lineOf, nameOf, networkOf, tlsOf } from './judge-line.ts'
import { accountOf, diskOf, folderOf, journalOf, peopleOf, secretsOf, settingsOf } from './judge-machine.ts'
import type { Facts } from './facts.ts'
import type { Judged } from './judged.ts'

const judges: Readonly<Record<Check, (facts: Facts) => Judged>> = {
  folder: folderOf,
  disk: diskOf,
  settings: settingsOf,
  secrets: secretsOf,
  journal: journalOf,
  people: peopleOf,
  account: accountOf,
  network: networkOf,
  name: nameOf,
  line: lineOf,
  clock: clockOf,
  tls: tlsOf,
  gateway: gatewayOf,
  printer: printerOf,
  drawer: drawerOf,
  scanner: scannerOf,
  camera: cameraOf,
}

/** Whether what rests on this finding cannot be judged. A full disk keeps a journal from opening, a slow one does not. */
const blocks = ({ state, cause, check }: Finding): boolean =>
  state === 'waits' ||
  (state === 'wrong' &&
    cause !== undefined &&
    (causes[cause][1] === 'stops' || check === 'clock' || check === 'printer'))

/**
 * One cause, and not its consequences: what rests on something that is wrong waits until that is mended. Pure, so that
 * the same facts always name the same cause.
 */
export const diagnose = (facts: Facts): Diagnosis => {
  const found = new Map<Check, Finding>()
  for (const check of checks) {
    const below = (restsOn[check] ?? []).flatMap((one) => found.get(one) ?? []).find(blocks)
    if (below !== undefined) {
      found.set(check, { check, state: 'waits', behind: below.behind ?? below.check })
      continue
    }
    const judged = judges[check](facts)
    if (judged === undefined) found.set(check, { check, state: 'not-looked' })
    else {
      const { cause, behind } = judged
      const named = cause === undefined ? 'well' : causes[cause][1] === 'hint' ? 'hint' : 'wrong'
      found.set(check, { check, state: behind === undefined ? named : 'waits', ...judged })
    }
  }
  const findings = [...found.values()]
  const first =
    findings.find(({ cause }) => cause !== undefined && causes[cause][1] === 'stops') ??
    findings.find(({ state }) => state === 'wrong') ??
    findings.find(({ state }) => state === 'hint')
  return { findings, ...(first === undefined ? {} : { first }) }
}
