/** What the browser's page and its host agree on before they can speak the contract. */

export const socketPath = '/till'
/** First subprotocol that the page asks for; the second one is the token. */
export const socketProtocol = 'spot-till'
