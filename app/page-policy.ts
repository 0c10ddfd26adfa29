/**
 * The content security policy that both hosts send with every answer (security S04): nothing but our own files, no
 * inline script, no inline style but the elements that know this answer's nonce, no frames, no forms. Text becomes
 * HTML or the address of a worker only through the page's one policy (`renderer/policy.ts`).
 *
 * WebAssembly is compiled for reading codes from the camera, hence `wasm-unsafe-eval`; `eval` stays off.
 */
const pagePolicy = (nonce: string, connect: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "media-src 'self' blob:",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')

/** Everything that goes with an answer besides its type. `connect` are addresses that the page may open, besides its own. */
export const pageHeaders = (nonce: string, connect: readonly string[]): Record<string, string> => ({
  'content-security-policy': pagePolicy(nonce, connect),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
})
