/** What a device is tried on: the driver, and hands on the device. `close` ends both. */
export interface Bench {
  readonly close: () => Promise<void>
}

/**
 * What every driver of one kind promises, each promise by its sentence. A promise is kept when it returns. They know
 * no test runner, so that one and the same list is run on simulated devices by `npm test` and on the real devices of
 * the lab's machine, where there is nothing but Node.
 */
export type Promises<B extends Bench> = Readonly<Record<string, (bench: B) => Promise<void>>>
