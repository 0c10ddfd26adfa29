/**
 * The page's side of the content security policy (security S04). The hosts send the policy with every answer; the
 * page has to know the nonce that is new in each of them, and to name what text may reach the sinks of Trusted Types.
 */

/** The nonce of this page, for style elements made at run time: `<MantineProvider getStyleNonce={styleNonce}>`. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

interface TrustedTypeFactory {
  readonly createPolicy: (
    name: string,
    rules: {
      readonly createHTML: (text: string) => string | null
      readonly createScriptURL: (address: string) => string | null
    },
  ) => unknown
}

/**
 * Makes the one policy of the page. To be called before anything is drawn.
 *
 * Mantine fills style elements by `innerHTML`, so that text is let through when it cannot make an element: when it has
 * no `<`. Workers are made from addresses of our own origin only. There is no rule for script text: it is refused.
 */
export const installPolicy = (): void => {
  const factory = (globalThis as { readonly trustedTypes?: TrustedTypeFactory }).trustedTypes
  factory?.createPolicy('default', {
    createHTML: (text) => (text.includes('<') ? null : text),
    createScriptURL: (address) => {
      const url = new URL(address, location.href)
      return url.origin === location.origin && url.protocol === location.protocol ? address : null
    },
  })
}
