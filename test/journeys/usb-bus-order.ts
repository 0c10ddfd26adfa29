/** What a test does at the bus of a till that runs in a process of its own; one line of JSON each. */
export type BusOrder =
  | { readonly plug: string; readonly product: string }
  | { readonly unplug: string }
  | { readonly scan: string; readonly reports: readonly (readonly number[])[] }

/** Names the port, on 127.0.0.1, that the till's side asks for its orders. */
export const busPort = 'SPOT_TILL_TEST_USB'
