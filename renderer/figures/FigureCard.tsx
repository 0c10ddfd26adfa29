import type { ReactNode } from 'react'
import { useSay } from '../use-screen.tsx'

/** What a chart is drawn from, as rows: for whoever does not see the chart, and for exact figures. */
export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface Props {
  readonly title: string
  readonly testId: string
  readonly wide?: boolean
  readonly table?: FigureTable
  readonly children: ReactNode
}

/** One figure of the page. A chart is a picture of its table, which is always there to be opened. */
export const FigureCard = ({ title, testId, wide = false, table, children }: Props) => {
  const say = useSay()
  return (
    <section className="figures-card" data-testid={testId} data-wide={wide} aria-label={title}>
      <h2>{title}</h2>
      {table === undefined ? (
        children
      ) : (
        <>
          <div aria-hidden>{children}</div>
          <details className="figures-table">
            <summary>{say('figures.table')}</summary>
            <FigureRows {...table} />
          </details>
        </>
      )}
    </section>
  )
}

export const FigureRows = ({ head, rows }: FigureTable) => (
  <table className="figures-rows">
    <thead>
      <tr>
        {head.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row[0]}>
          {row.map((cell, index) => (
            <td key={head[index]}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
