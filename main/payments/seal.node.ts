import { createHmac } from 'node:crypto'
import { signedText } from '../gateway/signature.node.ts'
import type { Seal } from '../ports.ts'

/** Marks under the till's own secret, 32 bytes that never leave this machine. */
export const createSeal = (secret: Uint8Array): Seal => {
  if (secret.byteLength < 32) throw new RangeError("the till's secret has at least 32 bytes")
  const hmac = (purpose: string, text: string): string =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('hex')
  return {
    buyerCode: (code) => ({ hmac: hmac('buyer-code', code), lastFour: code.slice(-4) }),
    prepared: (prepared) => hmac('signed-text', signedText(prepared.parameters)),
    settings: (text) => hmac('settings', text),
  }
}
