import { generateKeyPairSync } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { loadSigningKey, sign } from '../../main/gateway/signature.node.ts'
import { quantile, type BenchRow } from './rows.ts'

const rounds = 5

/** Signatures a second by `openssl speed`, or undefined where there is no openssl. */
const opensslRate = (): number | undefined => {
  const { stdout, status } = spawnSync('openssl', ['speed', '-seconds', '1', '-mr', 'rsa2048'], {
    encoding: 'utf8',
  })
  // +F2:…:2048:signatures a second:verifications a second
  const rate = Number(/^\+F2:\d+:2048:([\d.e+-]+):/m.exec(stdout)?.[1])
  return status === 0 && rate > 0 ? rate : undefined
}

/** RSA2 of a whole PAY by our code against `openssl speed`, in turns (performance P4). */
export const benchSignature = (): readonly BenchRow[] => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const key = loadSigningKey('RSA2', privateKey)
  if (!key.ok) throw new Error(key.error)
  const parameters = Object.fromEntries(
    Array.from({ length: 15 }, (_, at) => [
      `parameter_${String(at).padStart(2, '0')}`,
      'a value of the usual length',
    ]),
  )
  const ourRate = (): number => {
    const end = performance.now() + 1000
    let signed = 0
    for (; performance.now() < end; signed++) sign(parameters, key.value, 'UTF-8')
    return signed
  }
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const rate = opensslRate()
    if (rate === undefined) {
      return [
        {
          name: 'P4 RSA2 signatures a second',
          value: ourRate(),
          unit: '1/s',
          note: 'no openssl to compare with',
        },
      ]
    }
    theirs.push(rate)
    ours.push(ourRate())
  }
  const ratio = quantile(theirs, 0.5) / quantile(ours, 0.5)
  return [
    { name: 'P4 RSA2 signatures a second', value: quantile(ours, 0.5), unit: '1/s' },
    { name: 'P4 openssl speed rsa2048', value: quantile(theirs, 0.5), unit: '1/s' },
    { name: 'P4 openssl against ours', value: ratio, unit: 'x', limit: 1 / 0.92 },
  ]
}
