import { z } from 'zod'

/** What a pole display understands; see `drivers/display/dialects.ts`. */
export const poleDialects = ['none', 'cd5220', 'dm-d', 'dsp800', 'aedex', 'led8'] as const

export const drawerSettings = z
  .strictObject({
    at: z
      .enum(['printer', 'display'])
      .default('printer')
      .describe('What the drawer hangs on: the printer, or the customer display on its pole'),
    switch: z
      .enum(['none', 'high-open', 'low-open'])
      .default('none')
      .describe(
        "Level of the drawer's switch on the printer's connector when the drawer is open, which depends on its wires; none: it has no switch, or it is not read",
      ),
    openSeconds: z
      .int()
      .min(5)
      .max(3600)
      .default(60)
      .describe('Seconds after which the till says that the drawer is still open, when its switch is read'),
  })
  .prefault({})

export const displaySettings = z
  .strictObject({
    window: z
      .enum(['off', 'on'])
      .default('off')
      .describe('A second window or page that shows the customer how far the sale is'),
    pole: z
      .strictObject({
        dialect: z
          .enum(poleDialects)
          .default('none')
          .describe(
            'Commands of a customer display on a serial line: two lines of 20 letters, or led8, eight digits and four lamps',
          ),
        line: z
          .string()
          .max(256)
          .optional()
          .describe('Its line, such as serial:/dev/ttyUSB1?baud=9600 or serial:COM4?baud=2400'),
        lamps: z
          .boolean()
          .default(true)
          .describe('led8: light the lamp for total, received or change (ESC s); some show it as letters'),
      })
      .prefault({}),
  })
  .prefault({})
