import { useState } from 'react'
import { download } from '../download.dom.ts'
import { Message } from '../panels/Message.tsx'
import { PanelButton } from '../panels/PanelButton.tsx'
import { useParts, useSay, useScreen } from '../use-screen.tsx'

type Pdf = 'making' | 'failed' | { readonly name: string } | undefined

/** Paper and file of a closing. Without a number: the X of now. */
export const ClosingTools = ({ number }: { number?: number }) => {
  const say = useSay()
  const { client } = useParts()
  const { printClosing } = useScreen()
  const [pdf, setPdf] = useState<Pdf>()
  const save = async (): Promise<void> => {
    setPdf('making')
    try {
      const answer = await client.cash.pdf(number === undefined ? {} : { number })
      if (!answer.ok) return setPdf('failed')
      download(answer.value.name, answer.value.base64, 'application/pdf')
      setPdf({ name: answer.value.name })
    } catch {
      setPdf('failed')
    }
  }
  return (
    <>
      <PanelButton testId="closing-print" onPress={() => printClosing(number)}>
        {say('cash.print')}
      </PanelButton>
      <PanelButton testId="closing-pdf" kind="quiet" busy={pdf === 'making'} onPress={() => void save()}>
        {say(pdf === 'making' ? 'cash.making' : 'cash.pdf')}
      </PanelButton>
      <PanelButton testId="closing-browser-print" kind="quiet" onPress={() => window.print()}>
        {say('receipt.browser')}
      </PanelButton>
      {pdf === 'failed' && <Message tone="bad" text={say('cash.pdfFailed')} testId="closing-pdf-failed" />}
      {typeof pdf === 'object' && (
        <Message tone="good" text={say('cash.pdfSaved', { name: pdf.name })} testId="closing-pdf-saved" />
      )}
    </>
  )
}
