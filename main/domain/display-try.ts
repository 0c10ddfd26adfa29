/** What a display on a pole shows when it is tried: minor units of the shop's currency. It is nobody's price. */
export const displayTryMinor = 12_345
