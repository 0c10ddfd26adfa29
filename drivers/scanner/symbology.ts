/** Symbologies by the code letter of their AIM identifier (ISO/IEC 15424): `]Q1` is a QR code. */
export const symbologies: Readonly<Record<string, string>> = {
  A: 'Code 39',
  C: 'Code 128',
  E: 'EAN and UPC',
  F: 'Codabar',
  G: 'Code 93',
  I: 'Interleaved 2 of 5',
  L: 'PDF417',
  Q: 'QR code',
  d: 'Data Matrix',
  e: 'GS1 DataBar',
  z: 'Aztec',
}

/** The name of a symbology for a person; the identifier itself when it is none of the usual. */
export const symbologyName = (identifier: string): string => symbologies[identifier.charAt(1)] ?? identifier
