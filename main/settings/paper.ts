import { z } from 'zod'
import { codePages } from '../domain/code-page.ts'

/**
 * How a receipt is put on paper. Left out, a fact about the printer is that of its profile (main/receipts/printers.ts);
 * set here, it is what the shop has seen its printer do.
 */
export const paperSettings = {
  profile: z
    .enum(['generic', 'epson', 'star', 'chinese-58'])
    .default('generic')
    .describe(
      'What the printer understands: generic (ESC/POS with a Chinese font), epson (TM series without one), star (in ESC/POS mode), chinese-58 (small Chinese printers)',
    ),
  encoding: z
    .enum(['auto', 'raster'])
    .default('auto')
    .describe(
      "auto: the printer's own letters where it has them, a drawn line where it has not; raster: every line drawn",
    ),
  codePages: z
    .partialRecord(z.enum(codePages), z.int().min(0).max(255))
    .optional()
    .describe("The printer's code pages and their numbers in ESC t; the profile's when left out"),
  chinese: z
    .enum(['gb18030', 'gb2312', 'none'])
    .optional()
    .describe("Which Chinese letters are in the printer's font; the profile's when left out"),
  qr: z
    .enum(['native', 'raster'])
    .optional()
    .describe("QR code by the printer (GS ( k) or drawn; the profile's when left out"),
  barcode: z
    .enum(['native', 'raster'])
    .optional()
    .describe("Code 128 by the printer (GS k) or drawn; the profile's when left out"),
  receiptCode: z
    .enum(['auto', 'qr', 'both'])
    .default('auto')
    .describe("The receipt's number for a scanner: auto is Code 128, or QR on paper too narrow for it"),
  cut: z.enum(['partial', 'full', 'none']).default('partial').describe('How the paper is cut'),
  feedLines: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe('Empty lines before the cut; 0 when left out, 4 when the paper is torn off'),
  logo: z
    .string()
    .regex(/^[^/\\]{1,100}\.png$/i, 'the name of a PNG file in the data folder, such as logo.png')
    .optional()
    .describe('PNG file in the data folder, printed above the name of the shop'),
}
