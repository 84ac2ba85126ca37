/** A company's ticker, leading to its page. */

import { Link } from '@tanstack/react-router'
import { CompanyCard } from './company-card.tsx'
import { HoverCard } from './hover-card.tsx'

export function CompanyLink({ ticker, isPlain = false }: { ticker: string; isPlain?: boolean }) {
  return (
    <HoverCard card={() => <CompanyCard ticker={ticker} />}>
      {(describedBy) => (
        <Link
          to="/companies/$ticker"
          params={{ ticker }}
          className={`hover:text-accent hover:underline ${isPlain ? '' : 'font-semibold'}`}
          aria-describedby={describedBy}
        >
          {ticker}
        </Link>
      )}
    </HoverCard>
  )
}

/** The first few of several, with how many more there are. */
export function CompanyLinks({ tickers, most = 3 }: { tickers: readonly string[]; most?: number }) {
  if (tickers.length === 0) return null
  return (
    <span className="inline-flex flex-wrap gap-x-1.5 whitespace-nowrap">
      {tickers.slice(0, most).map((ticker) => (
        <CompanyLink key={ticker} ticker={ticker} isPlain />
      ))}
      {tickers.length > most && <span className="text-muted">+{tickers.length - most}</span>}
    </span>
  )
}
