import { useSay } from '../use-screen.tsx'

interface Props {
  readonly gapsMs: readonly number[]
  /** A longer pause ends a code, milliseconds. */
  readonly limitMs: number
}

const width = 880
const height = 84
const barMax = 28

/** The pauses of one trigger pull as bars, with the line that none of them may cross. */
export const ScannerTiming = ({ gapsMs, limitMs }: Props) => {
  const say = useSay()
  if (gapsMs.length === 0) return null
  const longest = Math.max(...gapsMs)
  const top = Math.max(longest, limitMs) * 1.12
  const y = (ms: number): number => height - (ms / top) * height
  const step = Math.min(barMax, width / gapsMs.length)
  return (
    <figure className="setup-timing" data-testid="scanner-timing">
      <svg
        viewBox={`0 0 ${width} ${height + 4}`}
        role="img"
        aria-label={say('setup.scannerTest.timing', { longest, limit: limitMs })}
      >
        {gapsMs.map((ms, i) => (
          <rect
            // Bars are told apart by their place alone, and are never moved.
            key={`${i}-${ms}`}
            className="setup-bar"
            data-over={ms > limitMs}
            x={i * step + 1}
            y={Math.min(y(ms), height - 2)}
            width={Math.max(1, step - 2)}
            height={Math.max(2, height - y(ms))}
          />
        ))}
        <line className="setup-limit" x1={0} x2={width} y1={y(limitMs)} y2={y(limitMs)} />
        <text className="setup-limitText" x={width} y={y(limitMs) - 4} textAnchor="end">
          {say('setup.scannerTest.ms', { ms: limitMs })}
        </text>
      </svg>
      <figcaption>{say('setup.scannerTest.timing', { longest, limit: limitMs })}</figcaption>
    </figure>
  )
}
