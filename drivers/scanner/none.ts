import type { Scanners } from '../../main/ports.ts'

/** Of a process that opens no devices. */
export const noScanners: Scanners = {
  list: () => [],
  onScan: () => () => undefined,
  onBroken: () => () => undefined,
  onPiece: () => () => undefined,
  onChange: () => () => undefined,
  tell: () => undefined,
  close: () => Promise.resolve(),
}
