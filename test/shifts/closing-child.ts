import { writeSync } from 'node:fs'
import { changed, paid, requested, sending } from '../journal/sales.ts'
import { done, openDrawerShop } from './drawer-shop.ts'

/** A till as a process of its own: sells, closes the day, names the closing once it has returned, and so on for ever. */
const [file = '', witnessFile = ''] = process.argv.slice(2)
const shop = openDrawerShop({ file, witnessFile })
for (;;) {
  if (shop.shifts.view().open === undefined) done(shop.desk.openShift({ float: 1000 }))
  done(shop.desk.sell({ amount: 150, tendered: 200 }))
  const number = shop.journal.head().seq
  shop.write(requested(sending(number)), changed(paid(number)))
  writeSync(1, `${done(shop.desk.close()).closing.number}\n`)
}
