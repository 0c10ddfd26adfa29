/** The connector's pin that the drawer hangs on. */
export type DrawerPin = 2 | 5

/**
 * `ESC p m t1 t2`: a pulse of 50 ms and a rest of 500 ms, in units of 2 ms (hardware 1.6). Within what every drawer's
 * magnet takes, which is 10 % of a second.
 */
export const kick = (pin: DrawerPin): Uint8Array => Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 25, 250)
