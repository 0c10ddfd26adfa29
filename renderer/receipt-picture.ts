import type { ReceiptFaces } from '../main/contract.ts'

/** The receipt as the address of a picture: as a picture, nothing in it can become part of the page. */
export const receiptPicture = ({ svg }: Pick<ReceiptFaces, 'svg'>): string =>
  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
