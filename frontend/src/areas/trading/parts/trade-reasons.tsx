/** Why a trade was entered and left, and whether the ticker was bought before or again. */

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TradePage } from '#shared/contracts/api/trades.ts'
import { SignedMoney, When } from '../../../parts/figures.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent } from '../../../text/format.ts'

export function TradeReasons({ told }: { told: TradePage }) {
  const { trade, why, whyOut } = told
  return (
    <dl className="space-y-3 px-4 pb-4">
      <Reason name="In">
        {trade.recommendationId === null ? (
          trade.entryOrderId === null ? (
            'No order of ours bought it.'
          ) : (
            'No recommendation led to it.'
          )
        ) : (
          <>
            {why ? (
              <>
                {why.thesis}{' '}
                <span className="text-muted">
                  {wordsFor(why.action)}, {percent(why.confidence)} sure
                  {trade.trendWindow && `, window ${trade.trendWindow}`}
                  {trade.catalyst && `, ${wordsFor(trade.catalyst).toLowerCase()}`}
                  {trade.publisher && `, told by ${trade.publisher}`}.
                </span>{' '}
              </>
            ) : (
              'A recommendation that is past its time. '
            )}
            <Link
              to="/recommendations/$id"
              params={{ id: trade.recommendationId }}
              className="link underline"
            >
              The recommendation
            </Link>
          </>
        )}{' '}
        <OrderLink id={trade.entryOrderId} words="The order that bought" />
      </Reason>
      <Reason name="Out">
        {trade.exitCode ? `${wordsFor(trade.exitCode)}. ` : 'Being worked out. '}
        {whyOut && (
          <>
            {whyOut.thesis}{' '}
            <Link
              to="/recommendations/$id"
              params={{ id: whyOut.recommendationId }}
              className="link underline"
            >
              The recommendation
            </Link>{' '}
          </>
        )}
        <OrderLink id={trade.exitOrderId} words="The order that sold" />
      </Reason>
      <Reason name="Before and after">
        <Beside told={told} />
      </Reason>
    </dl>
  )
}

function Reason({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="max-w-prose">{children}</dd>
    </div>
  )
}

function OrderLink({ id, words }: { id: string | null; words: string }) {
  if (id === null) return null
  return (
    <>
      {'· '}
      <Link to="/orders/$id" params={{ id }} className="link underline whitespace-nowrap">
        {words}
      </Link>
    </>
  )
}

function Beside({ told: { trade, before, after, heldSince } }: { told: TradePage }) {
  if (!before && !after && heldSince === null)
    return <>{trade.ticker} was traded this once, and is not held.</>
  return (
    <ul className="list-disc pl-4">
      {before && (
        <li>
          Sold before <When at={before.closedAt} />
          {before.exitCode && `: ${wordsFor(before.exitCode).toLowerCase()}`},{' '}
          <SignedMoney amount={before.profit} /> before fees.{' '}
          <Link to="/trades/$id" params={{ id: before.tradeId }} className="link underline">
            The trade before
          </Link>
        </li>
      )}
      {after && (
        <li>
          Bought again {after.openedAt ? <When at={after.openedAt} /> : 'since'}.{' '}
          <Link to="/trades/$id" params={{ id: after.tradeId }} className="link underline">
            The trade after
          </Link>
        </li>
      )}
      {heldSince !== null && (
        <li>
          {after ? 'Held now, since' : 'Bought again, and held since'} <When at={heldSince} />.{' '}
          <Link
            to="/trading/positions/$ticker"
            params={{ ticker: trade.ticker }}
            className="link underline"
          >
            The position
          </Link>
        </li>
      )}
    </ul>
  )
}
