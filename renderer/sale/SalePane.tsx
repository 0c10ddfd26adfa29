import { faceOf } from '../sale-state.ts'
import { useNow, useShown, useView } from '../use-screen.tsx'
import { AmountPane } from './AmountPane.tsx'
import { AskingPane } from './AskingPane.tsx'
import { ResultPane } from './ResultPane.tsx'
import { StoppedPane } from './StoppedPane.tsx'

/** The left pane when nothing stands over it. */
export const SalePane = () => {
  const { stopped } = useView()
  const sale = useShown((state) => state.sale)
  // A paid result gives way to the next amount without anybody pressing a key.
  const face = faceOf(sale, Math.max(useNow(), sale.viewAtMs))
  switch (face.type) {
    case 'loading':
      return null
    case 'stopped':
      return stopped === undefined ? null : <StoppedPane stopped={stopped} />
    case 'asking':
      return <AskingPane amount={face.amount} sinceMs={face.sinceMs} />
    case 'result':
      return <ResultPane current={face.current} lingering={face.lingering} />
    case 'amount':
      return <AmountPane />
  }
}
