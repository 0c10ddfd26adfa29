import type { Link } from './link.ts'

/** Tells once, and also whoever listens later, how a line was lost. */
export interface Lost {
  readonly onLost: Link['onLost']
  readonly say: (how: 'ended' | 'broken') => void
  readonly how: () => 'ended' | 'broken' | undefined
  /** From now on nobody is told: the line was let go. */
  readonly hush: () => void
}

export const createLost = (): Lost => {
  let how: 'ended' | 'broken' | undefined
  let listener: ((how: 'ended' | 'broken') => void) | undefined
  let isHushed = false
  return {
    onLost: (added) => {
      listener = added
      if (how !== undefined && !isHushed) added(how)
    },
    say: (now) => {
      if (how !== undefined || isHushed) return
      how = now
      listener?.(now)
    },
    how: () => how,
    hush: () => (isHushed = true),
  }
}
