/** Side of the square in a film's upper left corner that is white while a code is shown, and black else; in pixels. */
export const cutMark = 32
