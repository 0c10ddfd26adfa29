import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cameraStates, type Diagnosis } from '../domain/diagnosis.ts'
import type { PrintFault } from '../ports.ts'
import { settingsSchema } from '../settings.ts'
import { output, type Answer } from './answer.ts'

/** A printer that a person can choose instead of typing its address. */
export interface FoundPrinter {
  readonly kind: 'tcp' | 'usb' | 'serial' | 'cups' | 'windows'
  /** As it is written in the settings. */
  readonly address: string
  /** What the device or the system calls it; empty when it does not. */
  readonly name: string
}

export type DrawerLevel = 'high' | 'low' | 'unknown'

/** As they stand on the page: a device is tried before its settings are kept. */
const tried = z.strictObject({ settings: settingsSchema })

export const devicesContract = {
  /** Looks at everything, changes nothing. `camera`: what the page has seen of it, which the till cannot. */
  diagnose: oc.input(z.strictObject({ camera: z.enum(cameraStates).optional() })).output(output<Diagnosis>()),
  findPrinters: oc.output(output<readonly FoundPrinter[]>()),
  /** Prints a slip that shows what the printer makes of these settings. */
  testPrint: oc.input(tried).output(output<Answer<true, PrintFault>>()),
  /** Where a window for the customer is to be opened; null where the host opens it by itself. Has that window's token. */
  customerPage: oc.output(output<string | null>()),
  /** Level of the drawer's switch on the printer's connector, to learn which one is open. */
  drawerLevel: oc.input(tried).output(output<DrawerLevel>()),
}
