import {
  IconAlertTriangleFilled,
  IconBan,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconLoader,
} from '@tabler/icons-react'
import type { Tone } from './payment-mark.ts'

const icons = {
  good: IconCircleCheckFilled,
  bad: IconCircleXFilled,
  caution: IconAlertTriangleFilled,
  waiting: IconLoader,
  neutral: IconBan,
} as const

export const ToneIcon = ({ tone, size }: { tone: Tone; size: number }) => {
  const Icon = icons[tone]
  return <Icon size={size} aria-hidden className={tone === 'waiting' ? 'pulse' : undefined} />
}
