import type { BrokenRule } from '../domain/halt.ts'

/** Thrown instead of writing what must not be written. The till has halted by then; the journal is as it was. */
export class BrokenInvariant extends Error {
  readonly rule: BrokenRule
  constructor(rule: BrokenRule) {
    super(`${rule.because}: ${rule.detail} (${rule.about})`)
    this.name = 'BrokenInvariant'
    this.rule = rule
  }
}
