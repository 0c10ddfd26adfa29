// Loaded before everything else where tests would run around midnight in Beijing: Alipay takes no refunds from 00:00 to
// 01:30 there (spot-pay 5.6), and a day that ends in the middle of a test is another test. Only the wall clock is put
// forward, by SPOT_TILL_CLOCK_AHEAD_MS, and only what JavaScript reads of it and servers here write into their answers.
import { ServerResponse } from 'node:http'

const aheadMs = Number(process.env.SPOT_TILL_CLOCK_AHEAD_MS ?? 0)
const RealDate = globalThis.Date
const now = () => RealDate.now() + aheadMs

if (aheadMs > 0) {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    apply: () => new RealDate(now()).toString(),
  })
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (...given) {
    if (this.sendDate && !this.hasHeader('date')) this.setHeader('Date', new Date().toUTCString())
    return writeHead.apply(this, given)
  }
}
