/** What the browser's page and its host agree on before they can speak the contract. */

export const socketPath = '/till'
/** First subprotocol that the page asks for; the second one is the token. */
export const socketProtocol = 'spot-till'

/** The customer's page has an address, a line and a token of its own, and gets by with them. */
export const displayPath = '/display'
export const displaySocketPath = '/display-line'
export const displayProtocol = 'spot-till-display'
