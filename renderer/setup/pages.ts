/** The pages on which devices are set up, in the order of their keys: 1 opens the first one. */
const devices = ['scanner', 'printer', 'drawer', 'display'] as const
export type SetUpDevice = (typeof devices)[number]
export type SetUpPage = 'devices' | 'scanner-test' | SetUpDevice

export const setUpChoices: readonly { readonly page: SetUpDevice; readonly key: string }[] = devices.map(
  (page, index) => ({ page, key: String(index + 1) }),
)
export const setUpPageAt = (key: string): SetUpPage | undefined =>
  setUpChoices.find((choice) => choice.key === key)?.page
