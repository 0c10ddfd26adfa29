/** Why the gateway does not take a call at all: `is_success=F` with this code (spot-pay 3.1, 3.8). */
export interface Refusal {
  readonly code: string
  /** For the person who builds the client; travels outside the wire format, in a header and in the request log. */
  readonly reason: string
}
export const refusal = (code: string, reason: string): Refusal => ({ code, reason })
