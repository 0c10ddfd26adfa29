import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly testId: string
  readonly kind?: 'main' | 'quiet' | 'danger'
  readonly type?: 'button' | 'submit'
  readonly size?: 'md' | 'xl'
  readonly disabled?: boolean
  readonly busy?: boolean
  readonly autoFocus?: boolean
  readonly onPress?: () => void
  readonly children: ReactNode
}

const looks = { main: 'filled', quiet: 'default', danger: 'filled' } as const

/** A button on a page; at least 48 px high, so that a finger finds it. */
export const PanelButton = ({
  testId,
  kind = 'main',
  type = 'button',
  size = 'md',
  disabled = false,
  busy = false,
  autoFocus = false,
  onPress,
  children,
}: Props) => (
  <Button
    type={type}
    variant={looks[kind]}
    color={kind === 'danger' ? 'danger' : 'brand'}
    h={size === 'xl' ? 64 : 48}
    px={size === 'xl' ? 28 : 18}
    fz={size === 'xl' ? 20 : 16}
    radius={12}
    disabled={disabled}
    loading={busy}
    autoFocus={autoFocus}
    data-testid={testId}
    styles={{ label: { gap: 8 } }}
    {...(onPress === undefined ? {} : { onClick: onPress })}
  >
    {children}
  </Button>
)
