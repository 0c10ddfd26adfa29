import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cameraStates, type Diagnosis } from '../domain/diagnosis.ts'
import type { PrintFault } from '../ports.ts'
import { settingsSchema } from '../settings.ts'
import { output, type Answer } from './answer.ts'
import { scannersContract } from './scanners.ts'

/** A printer that a person can choose instead of typing its address. */
export interface FoundPrinter {
  readonly kind: 'tcp' | 'usb' | 'serial' | 'cups' | 'windows'
  /** As it is written in the settings. */
  readonly address: string
  /** What the device or the system calls it; empty when it does not. */
  readonly name: string
}

export type DrawerLevel = 'high' | 'low' | 'unknown'

/** `well`: it says so itself. `silent`: it is there and says nothing, as many are. */
export type PrinterLook = 'well' | 'silent' | PrintFault

/** `not-kept`: nothing opens the drawer that is not in the books first. */
export type DrawerTryFault = PrintFault | 'stayed-shut' | 'not-kept'
export type DisplayTryFault = 'not-configured' | 'offline' | 'in-use' | 'no-access' | 'timed-out'

/** The page that is turned to the customer, as the host of this till has it. */
export interface CustomerPage {
  /** Where it is to be opened, with its token; absent where the host opens a window by itself. */
  readonly address?: string
  /** How many of them are open now. */
  readonly open: number
}

/** As they stand on the page: a device is tried before its settings are kept. */
const tried = z.strictObject({ settings: settingsSchema })

export const devicesContract = {
  ...scannersContract,
  /** Looks at everything, changes nothing. `camera`: what the page has seen of it, which the till cannot. */
  diagnose: oc.input(z.strictObject({ camera: z.enum(cameraStates).optional() })).output(output<Diagnosis>()),
  findPrinters: oc.output(output<readonly FoundPrinter[]>()),
  /** Prints a slip that shows what the printer makes of these settings. */
  testPrint: oc.input(tried).output(output<Answer<true, PrintFault>>()),
  /** How the printer of these settings is; nothing is printed. */
  lookAtPrinter: oc.input(tried).output(output<PrinterLook>()),
  customerPage: oc.output(output<CustomerPage>()),
  /** Shows `displayTryMinor` on the pole display of these settings for some seconds, in place of what stood there. */
  tryDisplay: oc.input(tried).output(output<Answer<true, DisplayTryFault>>()),
  /** Opens the drawer in the way of these settings, and writes down that it was opened. */
  tryDrawer: oc.input(tried).output(output<Answer<true, DrawerTryFault>>()),
  /** Level of the drawer's switch on the printer's connector, to learn which one is open. */
  drawerLevel: oc.input(tried).output(output<DrawerLevel>()),
}
