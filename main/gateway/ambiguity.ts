const parameterName = /^[A-Za-z_][A-Za-z0-9_]*$/
const hiddenParameter = /&[A-Za-z_][A-Za-z0-9_]*=/

/** Whether a value holds a piece like `&name=`, which the signed text would show as a parameter of its own. */
export const hidesParameter = (value: string): boolean => hiddenParameter.test(value)

/**
 * The parameter that would make the signed text ambiguous, if there is one (security S20). The text joins raw values,
 * so a value that holds `&name=` reads like two parameters. As names have no other characters than these and no value
 * holds such a piece, every `&name=` in the text is a border and the text can be taken apart in one way only.
 */
export const ambiguousParameter = (parameters: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(parameters).find(([name, value]) => !parameterName.test(name) || hidesParameter(value))?.[0]
