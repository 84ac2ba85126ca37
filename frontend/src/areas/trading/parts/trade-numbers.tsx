/** The figures of one trade; profit less fees is what it brought. */

import type { TradeRow } from '#shared/contracts/api/trades.ts'
import { SignedMoney, SignedShare, When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { dollars, shares, signedPercent, span } from '../../../text/format.ts'
import { inRisks, seenOn } from './trade-words.ts'

const price = (amount: string | null) => (amount === null ? '–' : dollars(amount))

export function TradeNumbers({ trade }: { trade: TradeRow }) {
  const { openedAt, closedAt, share, multiple, adverse, favourable } = trade
  return (
    <>
      <NamedValues>
        <NamedValue name="After fees">
          <SignedMoney amount={trade.net} /> {share !== null && <SignedShare share={share} />}
        </NamedValue>
        <NamedValue name="Before fees">
          <SignedMoney amount={trade.profit} />
        </NamedValue>
        <NamedValue name="Fees">{price(trade.fees)}</NamedValue>
        <NamedValue name="R multiple">{multiple === null ? '–' : inRisks(multiple)}</NamedValue>
        <NamedValue name="Shares">{trade.quantity ? shares(trade.quantity) : '–'}</NamedValue>
        <NamedValue name="Bought at, on the mean">{price(trade.entryPrice)}</NamedValue>
        <NamedValue name="Sold at, on the mean">{price(trade.exitPrice)}</NamedValue>
        <NamedValue name="First stop">{price(trade.stopPrice)}</NamedValue>
        <NamedValue name="Worst while held (MAE)">
          {adverse === null ? '–' : <SignedMoney amount={0 - Number(adverse)} />}{' '}
          {trade.adverseShare !== null && signedPercent(-trade.adverseShare)}
        </NamedValue>
        <NamedValue name="Best while held (MFE)">
          {favourable === null ? '–' : <SignedMoney amount={favourable} />}{' '}
          {trade.favourableShare !== null && signedPercent(trade.favourableShare)}
        </NamedValue>
        <NamedValue name="Held for">
          {openedAt === null ? '–' : span(Date.parse(closedAt) - Date.parse(openedAt))}
        </NamedValue>
        <NamedValue name="Opened">{openedAt === null ? '–' : <When at={openedAt} />}</NamedValue>
      </NamedValues>
      <p className="px-4 pb-4 text-12 text-muted">
        {seenOn(trade)} R is what it brought over what was at risk between the price paid and the
        first stop.
      </p>
    </>
  )
}
