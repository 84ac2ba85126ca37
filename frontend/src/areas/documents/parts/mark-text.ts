/** Cuts a text at its quotes. */

export type Quote = { text: string; start: number; end: number }
export type Piece = { text: string; start: number; isQuote: boolean }

/**
 * The text in pieces, quotes apart from the rest; joined they are the text again.
 *
 * A quote whose offsets do not hold its words, or that overlaps one before it, is left unmarked:
 * a mark in the wrong place would be a false witness.
 */
export function markText(text: string, quotes: readonly Quote[]): Piece[] {
  const fitting = quotes
    .filter((quote) => quote.end > quote.start && text.slice(quote.start, quote.end) === quote.text)
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of fitting) {
    if (start < at) continue
    if (start > at) pieces.push({ text: text.slice(at, start), start: at, isQuote: false })
    pieces.push({ text: text.slice(start, end), start, isQuote: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), start: at, isQuote: false })
  return pieces
}
