import { IconId } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay } from '../use-screen.tsx'

interface Props {
  readonly hasBadge: boolean
  /** It was scanned just now and is not saved yet. */
  readonly isNew: boolean
  /** `null`: taken away. */
  readonly onBadge: (badge: string | null) => void
}

/** Takes the next scan as somebody's badge, once it is asked to. The badge itself is never shown. */
export const BadgeField = ({ hasBadge, isNew, onBadge }: Props) => {
  const say = useSay()
  const { scanning } = useParts()
  const [waits, setWaits] = useState(false)
  const heard = useEffectEvent((text: string) => {
    setWaits(false)
    onBadge(text)
  })
  useEffect(() => (waits ? scanning.divert((text) => heard(text)) : undefined), [waits, scanning])
  const state = waits ? 'waits' : isNew ? 'scanned' : hasBadge ? 'has' : 'none'
  return (
    <div className="panel-field">
      <div className="panel-label">{say('people.badge')}</div>
      <p className="panel-hint" role="status" data-testid="badge-state" data-state={state}>
        {say(`people.badgeState.${state}`)}
      </p>
      <div style={{ display: 'flex', gap: 10, marginTop: 8 }}>
        <PanelButton testId="badge-scan" kind="quiet" onPress={() => setWaits(!waits)}>
          <IconId size={22} aria-hidden />
          {say(waits ? 'people.badgeStop' : 'people.badgeScan')}
        </PanelButton>
        {hasBadge && !waits && (
          <PanelButton testId="badge-remove" kind="quiet" onPress={() => onBadge(null)}>
            {say('people.badgeRemove')}
          </PanelButton>
        )}
      </div>
    </div>
  )
}
