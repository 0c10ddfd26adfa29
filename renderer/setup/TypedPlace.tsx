import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { PanelButton } from '../panels/PanelButton.tsx'

export interface TypedPlaceProps {
  readonly label: string
  readonly hint: string
  /** What to type instead, when nothing can be at the place that was typed. */
  readonly wrong: string
  readonly button: string
  readonly inputTestId: string
  readonly buttonTestId: string
  /** Takes the place on; false when there is no such place. */
  readonly onPlace: (text: string) => boolean
}

/** A port or an address that the till has not found by itself. */
export const TypedPlace = (props: TypedPlaceProps) => {
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  return (
    <form
      className="setup-typed"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setIsWrong(!props.onPlace(text))
      }}
    >
      <TextInput
        size="md"
        label={props.label}
        description={props.hint}
        data-testid={props.inputTestId}
        autoComplete="off"
        spellCheck={false}
        value={text}
        {...(isWrong ? { error: props.wrong } : {})}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setIsWrong(false)
        }}
      />
      <PanelButton type="submit" testId={props.buttonTestId}>
        {props.button}
      </PanelButton>
    </form>
  )
}
