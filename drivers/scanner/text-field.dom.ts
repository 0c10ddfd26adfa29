/** What a text field held before a key went into it. */
export interface FieldSnapshot {
  readonly field: HTMLElement
  readonly value: string
  readonly selection: readonly [number, number] | undefined
}

const textInputs = new Set([
  'text',
  'search',
  'tel',
  'url',
  'email',
  'password',
  'number',
  'date',
  'time',
  'month',
  'week',
  'datetime-local',
])

const isValueField = (element: Element | null): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && textInputs.has(element.type))

/** Whether keys pressed now are written into something. */
export const isTextField = (element: Element | null): element is HTMLElement =>
  isValueField(element) || (element instanceof HTMLElement && element.isContentEditable)

export const snapshotOf = (field: HTMLElement): FieldSnapshot => {
  if (!isValueField(field)) return { field, value: field.textContent ?? '', selection: undefined }
  const { selectionStart, selectionEnd } = field
  return {
    field,
    value: field.value,
    // Number and date fields have no selection to be asked for.
    selection: selectionStart === null || selectionEnd === null ? undefined : [selectionStart, selectionEnd],
  }
}

/** Puts a field back, and tells its owner: React listens to `input` and compares with the value it last set. */
export const restoreField = ({ field, value, selection }: FieldSnapshot): void => {
  if (!field.isConnected) return
  if (!isValueField(field)) {
    if (field.textContent === value) return
    field.textContent = value
  } else {
    if (field.value === value) return
    const prototype =
      field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
    // React shadows `value` on the element to notice its own writes; the prototype's setter is the browser's.
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
    if (selection !== undefined) field.setSelectionRange(...selection)
  }
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }))
}

/** Writes a character that was held back, where the caret is, as if it had just been typed. */
export const typeIntoField = (field: HTMLElement, text: string): void => {
  if (document.activeElement !== field) return
  // The one way that keeps the caret, the field's undo and its maximum length; every till browser is Chromium.
  document.execCommand('insertText', false, text)
}
