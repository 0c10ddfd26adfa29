import { err } from '../../main/domain/result.ts'
import type { Drawer } from '../../main/ports.ts'

/** Of a till without a printer that could open one: it says so, and the drawer is opened by its key. */
export const noDrawer: Drawer = {
  open: () => Promise.resolve(err('not-configured')),
  state: () => Promise.resolve('unknown'),
  close: () => Promise.resolve(),
}
