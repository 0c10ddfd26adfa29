import { useEffect, useRef } from 'react'
import { localTime } from '../../main/domain/time.ts'
import { KeyChoice } from '../panels/KeyChoice.tsx'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { NoDrawer } from './NeedsShift.tsx'
import { cashChoices } from './pages.ts'

/** Everything that can be done with the drawer and the day, one key each. */
export const CashMenu = () => {
  const say = useSay()
  const { send } = useScreen()
  const view = useView()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const { shift, timeZone } = view
  return (
    <>
      {shift?.takesCash === true ? (
        <p className="cash-state" data-testid="shift-state" data-open={shift.open !== undefined}>
          <strong>
            {shift.open === undefined
              ? say('cash.shiftNone')
              : say('cash.shiftOpen', {
                  shift: shift.open.shift,
                  time: localTime(shift.open.openedAt, timeZone).slice(5, 16),
                  name: shift.open.openedBy,
                })}
          </strong>
          <span>{say('cash.nextZ', { number: shift.nextClosing })}</span>
        </p>
      ) : (
        <NoDrawer />
      )}
      <div className="panel-choices">
        {cashChoices(view).map(({ page, key }, index) => (
          <KeyChoice
            key={page}
            ref={index === 0 ? first : null}
            testId={`cash-${page}`}
            keyName={key}
            label={say(`cash.page.${page}`)}
            hint={say(`cash.about.${page}`)}
            onPress={() => send({ type: 'open', panel: { type: 'cash', page } })}
          />
        ))}
      </div>
    </>
  )
}
