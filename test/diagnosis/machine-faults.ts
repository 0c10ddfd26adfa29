import Database from 'better-sqlite3'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { composeTill } from '../../app/compose.ts'
import { systemClock } from '../../app/system.ts'
import { trainingMerchantPrivateKey, trainingMerchantPublicKey } from '../../main/training/account.ts'
import { broken, within, type Fault } from './fault.ts'
import { judged, openShop, type Shop } from './shop.ts'

const stamp = () => ({ now: systemClock.now(), operator: 'till' })
const pem = { type: 'pkcs8', format: 'pem' } as const
const shortPair = generateKeyPairSync('rsa', { modulusLength: 512 })

/** The pair of journal and witness of this shop's till. */
const journalOf = (shop: Shop): string => shop.folder.journal('live')
const witnessOf = (shop: Shop): string => shop.folder.witness('live')

const setInFile = (shop: Shop, sql: string): void => {
  const file = new Database(journalOf(shop))
  file.exec(sql)
  file.close()
}

/** What is wrong with files, settings, keys and the journal. */
export const machineFaults: readonly Fault[] = [
  {
    what: 'nothing is wrong',
    by: 'the shop as all the others begin',
    names: 'nothing',
    play: broken(() => undefined),
  },
  {
    what: 'a setting is none',
    by: 'settings.json with a currency that there is not',
    names: 'settings-invalid',
    play: broken((shop) => shop.set((settings) => Object.assign(settings, { currency: 'XYZ' }))),
  },
  {
    what: 'the settings are cut off',
    by: 'settings.json that is no JSON',
    names: 'settings-invalid',
    play: broken((shop) => writeFileSync(shop.folder.settings, '{"mode": "live", "sho')),
  },
  {
    what: "the till's own secret can be read by others",
    by: 'a file of mode 0644',
    names: 'secrets-unreadable',
    play: broken((shop) => shop.key('till-secret', '00'.repeat(32), 0o644)),
  },
  {
    what: 'another till has the journal open',
    by: 'two tills on one data folder, of which the second is asked',
    names: 'second-instance',
    play: () =>
      within({}, async (shop) => {
        const options = { dataDir: shop.folder.folder, reserveBytes: 0 }
        const one = await composeTill(options)
        const two = await composeTill(options)
        shop.atClose(() => Promise.all([one.close(), two.close()]))
        return judged(await shop.look({ till: { runs: true, view: two.till.view } }))
      }),
  },
  {
    what: 'a byte of the journal has changed',
    by: 'one byte of an entry, written over',
    names: 'journal-damaged',
    play: broken((shop) => {
      shop.journal((journal) => journal.append(stamp(), { kind: 'drawer-opened', why: 'counted twice' }))
      const bytes = readFileSync(journalOf(shop))
      bytes[bytes.indexOf('counted twice')] = 0x43
      writeFileSync(journalOf(shop), bytes)
    }),
  },
  {
    what: 'a newer program has written the journal',
    by: 'the number of the next version in the file',
    names: 'journal-newer',
    play: broken((shop) => setInFile(shop, 'PRAGMA user_version = 999')),
  },
  {
    what: 'the second record is lost',
    by: 'the file of the witness, deleted',
    names: 'witness-missing',
    play: broken((shop) => rmSync(witnessOf(shop))),
  },
  {
    what: "the second record is another till's",
    by: 'the witness of another shop in its place',
    names: 'witness-differs',
    play: broken(async (shop) => {
      const other = await openShop()
      writeFileSync(witnessOf(shop), readFileSync(witnessOf(other)))
      await other.close()
    }),
  },
  {
    what: 'the power went while the second record was written',
    by: 'half a frame at its end',
    names: 'journal-unmended',
    play: broken((shop) => appendFileSync(witnessOf(shop), Buffer.from([1, 2, 3, 4, 5]))),
  },
  {
    what: 'the till has stopped itself',
    by: 'a halt in the journal',
    names: 'till-halted',
    play: broken((shop) =>
      shop.journal((journal) =>
        journal.append(stamp(), { kind: 'till-halted', because: 'number-taken', about: 'x', detail: 'x' }),
      ),
    ),
  },
  {
    what: 'the secret behind all PINs is lost',
    by: 'a till with a manager, whose pepper is deleted',
    names: 'pepper-lost',
    play: () =>
      within({}, async (shop) => {
        const till = await composeTill({ dataDir: shop.folder.folder, reserveBytes: 0 })
        const set = await till.till.people.set({ name: 'Mei', role: 'manager', active: true, pin: '735192' })
        await till.close()
        if (!set.ok) throw new Error(set.error)
        rmSync(`${shop.folder.folder}/secrets/operator-pepper`)
        return judged(await shop.look())
      }),
  },
  {
    what: 'anybody may refund anything',
    by: 'settings without a limit of refunds',
    names: 'refunds-unlimited',
    play: broken((shop) => shop.set((settings) => Object.assign(settings, { people: {} }))),
  },
  {
    what: 'live without an account',
    by: 'settings with mode live and no gateway',
    names: 'account-missing',
    play: broken((shop) => shop.set((settings) => Object.assign(settings, { gateway: undefined }))),
  },
  {
    what: 'the store is not named',
    by: 'an account without storeId',
    names: 'account-incomplete',
    play: broken((shop) =>
      shop.set((settings) => Object.assign(settings['gateway'] ?? {}, { extendInfo: {} })),
    ),
  },
  {
    what: 'the private key was never pasted',
    by: 'no file of it',
    names: 'key-missing',
    play: broken((shop) => rmSync(`${shop.folder.folder}/secrets/privateKey`)),
  },
  {
    what: 'the private key can be read by others',
    by: 'a file of mode 0644',
    names: 'key-unreadable',
    play: broken((shop) => shop.key('privateKey', trainingMerchantPrivateKey, 0o644)),
  },
  {
    what: 'half of the private key was pasted',
    by: 'its first lines',
    names: 'key-not-a-key',
    play: broken((shop) => shop.key('privateKey', trainingMerchantPrivateKey.slice(0, 400))),
  },
  {
    what: 'the private key has a passphrase',
    by: 'the same key, encrypted',
    names: 'key-encrypted',
    play: broken((shop) =>
      shop.key(
        'privateKey',
        shortPair.privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'secret' }).toString(),
      ),
    ),
  },
  {
    what: 'the public key was pasted in the place of the private one',
    by: "the shop's own public key",
    names: 'key-public-given',
    play: broken((shop) => shop.key('privateKey', trainingMerchantPublicKey)),
  },
  {
    what: 'the private key is too short',
    by: 'an RSA key of 512 bits',
    names: 'key-too-short',
    play: broken((shop) => shop.key('privateKey', shortPair.privateKey.export(pem).toString())),
  },
  {
    what: "Alipay's public key was never pasted",
    by: 'no file of it',
    names: 'alipay-key-missing',
    play: broken((shop) => rmSync(`${shop.folder.folder}/secrets/alipayPublicKey`)),
  },
  {
    what: "a private key was pasted in the place of Alipay's",
    by: "the shop's own private key",
    names: 'alipay-key-private-given',
    play: broken((shop) => shop.key('alipayPublicKey', trainingMerchantPrivateKey)),
  },
  {
    what: "the shop's public key was pasted in the place of Alipay's",
    by: "the shop's own public key",
    names: 'alipay-key-is-ours',
    play: broken((shop) => shop.key('alipayPublicKey', trainingMerchantPublicKey)),
  },
]
