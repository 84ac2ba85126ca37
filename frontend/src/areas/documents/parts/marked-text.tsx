/** A text with verbatim quotes marked where they stand. */

import { Fragment } from 'react'
import { markText, type Quote } from './mark-text.ts'

/** The address of a quote's mark within the page. */
export const markId = ({ start }: Pick<Quote, 'start'>) => `quote-${start}`

export function MarkedText({ text, quotes }: { text: string; quotes: readonly Quote[] }) {
  return (
    <div className="max-w-prose px-4 pb-5 text-14 leading-6 break-words whitespace-pre-wrap">
      {markText(text, quotes).map((piece) => (
        <Fragment key={piece.start}>
          {piece.isQuote ? (
            <mark id={markId(piece)} className="scroll-mt-24">
              {piece.text}
            </mark>
          ) : (
            piece.text
          )}
        </Fragment>
      ))}
    </div>
  )
}
