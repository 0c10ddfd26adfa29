import {
  IconCash,
  IconCircleCheckFilled,
  IconCoins,
  IconLoader,
  IconQrcode,
  IconReceiptRefund,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { CustomerState, CustomerView } from '../../main/domain/customer-view.ts'
import type { Language } from '../../main/domain/sentences.ts'
import { shownAmount } from '../amount.ts'
import { sayIn } from '../i18n.ts'
import { listenToTill, type Heard } from './display-line.dom.ts'

const icons: Readonly<Partial<Record<CustomerState, typeof IconQrcode>>> = {
  'show-code': IconQrcode,
  'pay-cash': IconCash,
  change: IconCoins,
  waiting: IconLoader,
  paid: IconCircleCheckFilled,
  refunded: IconReceiptRefund,
}

/**
 * What the customer sees: how much, and how far the sale is, in two languages, the till's own first. When the till is
 * not heard nothing stays here: no amount, and least of all "paid".
 */
export const DisplayPage = () => {
  const [heard, setHeard] = useState<Heard>('lost')
  const [turned, setTurned] = useState(false)
  useEffect(() => listenToTill(setHeard), [])
  const customer = heard === 'lost' ? null : heard.customer
  const first: Language = customer?.language ?? 'en'
  const language: Language = turned === (first === 'en') ? 'zh' : 'en'
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  if (customer === null) return <main className="display-page" data-testid="display" data-state="blank" />
  return (
    <main
      className="display-page"
      data-testid="display"
      data-state={customer.state}
      data-mode={customer.mode}
    >
      {customer.mode === 'training' && (
        <p className="display-training">
          {sayIn(language)('display.training')} · {sayIn(other(language))('display.training')}
        </p>
      )}
      <Face customer={customer} language={language} />
      <footer className="display-foot">
        <span>{customer.state === 'idle' ? '' : customer.shop}</span>
        <button
          type="button"
          className="display-language"
          data-testid="display-language"
          onClick={() => setTurned(!turned)}
        >
          {sayIn(language)('display.otherLanguage')}
        </button>
      </footer>
    </main>
  )
}

const other = (language: Language): Language => (language === 'en' ? 'zh' : 'en')

const Face = ({ customer, language }: { customer: CustomerView; language: Language }) => {
  const { state, amount, shop } = customer
  const say = sayIn(language)
  const second = sayIn(other(language))
  if (state === 'idle') {
    return (
      <section className="display-face">
        <h1 className="display-shop">{shop}</h1>
        <p className="display-words">{say('display.idle')}</p>
        <p className="display-second" lang={other(language)}>
          {second('display.idle')}
        </p>
      </section>
    )
  }
  const Icon = icons[state]
  return (
    <section className="display-face" role="status">
      {amount !== undefined && (
        <p className="display-amount" data-testid="display-amount">
          <span className="display-currency">{amount.currency}</span> {shownAmount(amount)}
        </p>
      )}
      <div className="display-say">
        {Icon !== undefined && <Icon className={state === 'waiting' ? 'display-pulse' : ''} aria-hidden />}
        <div>
          <p className="display-words" data-testid="display-words">
            {say(`display.${state}`)}
          </p>
          <p className="display-second" lang={other(language)}>
            {second(`display.${state}`)}
          </p>
        </div>
      </div>
    </section>
  )
}
