/** One thing that happened, as a sentence with links. */

import { Link } from '@tanstack/react-router'
import type { DiaryEntry } from '#shared/contracts/api/diary.ts'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { SignedMoney } from '../../../parts/figures.tsx'
import { Code } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { dollars, shares } from '../../../text/format.ts'

export function Told({ entry }: { entry: DiaryEntry }) {
  switch (entry.kind) {
    case 'opened':
      return 'The market opened.'
    case 'closed':
      return 'The market closed.'
    case 'traded':
      return <Traded entry={entry} />
    case 'ended':
      return <Ended entry={entry} />
    case 'breaker_opened':
    case 'breaker_reset':
      return <Breaker entry={entry} />
    case 'steered':
      return (
        <>
          {entry.by} {entry.does}
          {entry.reason && <>: “{entry.reason}”</>}.
        </>
      )
    case 'world':
      return (
        <>
          {wordsFor(entry.severity)}:{' '}
          <Link to="/events/$id" params={{ id: entry.globalEventId }} className="link underline">
            {entry.title}
          </Link>
        </>
      )
  }
}

type Of<Kind extends DiaryEntry['kind']> = { entry: Extract<DiaryEntry, { kind: Kind }> }

function Traded({ entry }: Of<'traded'>) {
  const { orderId, ticker, side, quantity, price, profit } = entry
  return (
    <>
      {side === 'buy' ? 'Bought' : 'Sold'}{' '}
      <Link to="/orders/$id" params={{ id: orderId }} className="link underline">
        {shares(quantity)} {Number(quantity) === 1 ? 'share' : 'shares'}
      </Link>{' '}
      of <CompanyLink ticker={ticker} /> at {dollars(price)}, <Why entry={entry} />
      {profit !== null && (
        <>
          ; the trade that this ended brought <SignedMoney amount={profit} /> before fees
        </>
      )}
      .
    </>
  )
}

function Why({ entry: { side, code, recommendationId } }: Of<'traded'>) {
  if (side === 'sell' || recommendationId === null) return <Code code={code} />
  return (
    <Link to="/recommendations/$id" params={{ id: recommendationId }} className="link underline">
      on a recommendation
    </Link>
  )
}

function Ended({ entry: { orderId, ticker, side, state, says } }: Of<'ended'>) {
  return (
    <>
      An order to {side} <CompanyLink ticker={ticker} /> came to nothing (
      <Link to="/orders/$id" params={{ id: orderId }} className="link underline">
        {wordsFor(state).toLowerCase()}
      </Link>
      ){says && `: ${says}`}.
    </>
  )
}

function Breaker({ entry: { kind, breaker, ticker, by } }: Of<'breaker_opened' | 'breaker_reset'>) {
  return (
    <>
      Breaker “{wordsFor(breaker)}”{' '}
      {ticker && (
        <>
          of <CompanyLink ticker={ticker} />{' '}
        </>
      )}
      {kind === 'breaker_opened' ? 'opened: purchases are stopped' : 'was reset'}
      {by !== 'engine' && ` by ${by}`}.
    </>
  )
}
