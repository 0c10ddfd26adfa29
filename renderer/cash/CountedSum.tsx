import { money } from '../../main/domain/money.ts'
import { shownAmount } from '../amount.ts'
import { useSay, useView } from '../use-screen.tsx'
import { countedSum, type CountDraft } from './notes.ts'

/** What has been counted so far. */
export const CountedSum = ({ draft }: { draft: CountDraft }) => {
  const say = useSay()
  const { currency } = useView()
  return (
    <p className="cash-counted" data-testid="count-total" role="status">
      {say('cash.counted')}{' '}
      <strong>
        {currency} {shownAmount(money(countedSum(draft), currency))}
      </strong>
    </p>
  )
}
