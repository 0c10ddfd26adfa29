import type { Tone } from '../payment-mark.ts'
import { ToneIcon } from '../ToneIcon.tsx'

interface Props {
  readonly tone: Tone
  readonly headline?: string
  readonly text: string
  readonly testId?: string
}

/** Something to be told on a page, with colour, icon and words. */
export const Message = ({ tone, headline, text, testId }: Props) => (
  <div className="panel-message" data-tone={tone} data-testid={testId} role="status">
    <ToneIcon tone={tone} size={26} />
    <span className="selectable">
      {headline !== undefined && <strong>{headline}</strong>}
      {text}
    </span>
  </div>
)
