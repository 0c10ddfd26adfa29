import { z } from 'zod'

const text = (lengthMax: number) => z.string().max(lengthMax)

/** Where the provider's files come from (reconciliation 1.1, 2.2): what the sources leave open is a setting. */
export const reconciliationSettings = z
  .strictObject({
    account: z
      .string()
      .regex(/^\d{6,32}$/, 'digits: a partner id (PID), or the customer id of Antom reports')
      .optional()
      .describe("Whose files these are; the gateway's partner id when left out. Any other file is set apart"),
    sftp: z
      .strictObject({
        host: z
          .string()
          .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'the name or address of a server')
          .optional()
          .describe(
            'Server that the files are fetched from, sftp.alipay.com or isftp.alipay.com; none is asked when left out (reconciliation 1.1)',
          ),
        port: z.int().min(1).max(65_535).default(22),
        user: text(128).min(1).optional().describe('User name that Alipay gave; the password is a key'),
        hostKey: z
          .string()
          .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint such as SHA256:47DEQpj8HBSa…, 43 characters')
          .optional()
          .describe(
            "Fingerprint of the server's key. Without it the till shows the one it found and logs in nowhere: compare it with Alipay's first",
          ),
        directory: text(256)
          .default('/download')
          .describe('Folder of the files on the server; `{account}` stands for the account'),
        fileNames: z
          .array(text(256).min(1))
          .min(1)
          .max(20)
          .default(['{account}_transaction_{day}.txt', '{account}_settlement_{day}.txt'])
          .describe(
            'Files of one day below the folder: `{account}`, `{day}` as YYYYMMDD, `*` for any letters. For Antom reports `{day}/*.csv` in /v1/settlements/{account}',
          ),
      })
      .refine(({ host, user }) => host === undefined || user !== undefined, {
        path: ['user'],
        message: 'a server wants a user name',
      })
      .prefault({}),
  })
  .prefault({})
  .describe("Where the provider's files come from")
