import { expect, test } from 'vitest'
import type { TillNotice } from '../../main/contract.ts'
import type { TillConnection } from '../../renderer/connection.ts'
import { createScreen } from '../../renderer/screen.ts'
import { quietView } from './examples.ts'

test('F39: a torn code of a scanner that is no keyboard is said at the screen, and nothing is charged', () => {
  let tell = (_notice: TillNotice): void => undefined
  const played: string[] = []
  const connection: TillConnection = {
    // No command is given: one would throw.
    client: {} as TillConnection['client'],
    state: () => 'connected',
    onState: () => () => undefined,
    onClosed: () => () => undefined,
    onNotice: (listener) => {
      tell = listener
      return () => undefined
    },
    close: () => undefined,
  }
  const screen = createScreen(
    connection,
    { play: (sound) => played.push(sound) },
    () => 0,
    () => undefined,
  )
  tell({ type: 'view', view: quietView() })
  tell({ type: 'scan-broken', by: 'Scanner' })
  expect(screen.store.getState().sale.note).toMatchObject({ type: 'plain', kind: 'broken-scan' })
  expect(played).toEqual(['failure'])
  screen.close()
})
