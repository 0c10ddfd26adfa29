import { z } from 'zod'

export const scannerSettings = z
  .strictObject({
    hid: z.boolean().default(true).describe('Open HID POS scanners by themselves'),
    beep: z
      .enum(['off', 'maker'])
      .default('off')
      .describe(
        "Let HID POS scanners of Honeywell and Newland say by their maker's command whether a code counts",
      ),
    terminator: z
      .enum(['enter', 'tab', 'none'])
      .default('enter')
      .describe('What a keyboard-wedge scanner sends last'),
    wedge: z
      .strictObject({
        gapMs: z
          .int()
          .min(1)
          .max(150)
          .optional()
          .describe(
            'Between two characters of the keyboard-wedge scanner, milliseconds, as learned in set-up',
          ),
        prefix: z
          .string()
          .regex(/^[\x21-\x7e]{1,16}$/)
          .optional()
          .describe(
            'Characters that the keyboard-wedge scanner sends before each code; they are no part of it',
          ),
        layout: z
          .enum(['french', 'german'])
          .optional()
          .describe(
            'Keyboard that the keyboard-wedge scanner types as, when it is neither American nor that of this computer; for badges',
          ),
      })
      .prefault({}),
    camera: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe(
        'Name, as the browser lists it, of the camera that reads codes (F5) first; any when left out',
      ),
    serial: z
      .array(
        z.strictObject({
          path: z
            .string()
            .regex(/^(?:\/dev\/[\w./:+@-]{1,200}|COM\d{1,3})$/, 'a port such as /dev/ttyACM0 or COM3')
            .describe('The port, /dev/ttyACM0 or COM3; on Linux better its name under /dev/serial/by-id'),
          baud: z
            .int()
            .min(1200)
            .max(921_600)
            .default(9600)
            .describe('Bits a second, 8N1; of no importance to USB-COM'),
          suffix: z
            .enum(['cr', 'lf', 'crlf', 'tab', 'etx', 'none'])
            .default('cr')
            .describe(
              'What ends a code; none: a short silence, and only codes that the till knows are taken',
            ),
          acknowledge: z
            .boolean()
            .default(false)
            .describe("Answer each code with ESC 7 (good) or ESC 8 (bad), Honeywell's host acknowledgement"),
        }),
      )
      .max(4)
      .default([])
      .describe('Scanners on serial ports and USB-COM'),
  })
  .prefault({})
