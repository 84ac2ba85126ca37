/** A text with verbatim quotes marked where they stand, each mark leading to the claim that rests on it. */

import { Fragment } from 'react'
import { markText, type Quote } from './mark-text.ts'

/** The address of a quote's mark within the page, and of the first claim that rests on it. */
export const markId = ({ start }: Pick<Quote, 'start'>) => `quote-${start}`
export const claimId = ({ start }: Pick<Quote, 'start'>) => `claim-${start}`

export function MarkedText({ text, quotes }: { text: string; quotes: readonly Quote[] }) {
  return (
    <div className="max-w-prose px-4 pb-5 text-14 leading-6 break-words whitespace-pre-wrap">
      {markText(text, quotes).map((piece) => (
        <Fragment key={piece.start}>
          {piece.isQuote ? (
            <mark id={markId(piece)} className="scroll-mt-24">
              <a
                href={`#${claimId(piece)}`}
                title="To the claim that rests on it"
                className="underline"
              >
                {piece.text}
              </a>
            </mark>
          ) : (
            piece.text
          )}
        </Fragment>
      ))}
    </div>
  )
}
