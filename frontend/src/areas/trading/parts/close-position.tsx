/** Closes one position: the engine says first what would be sold and whether it may leave. */

import { useQuery } from '@tanstack/react-query'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { dollars, shares } from '../../../text/format.ts'
import { Action } from '../../../parts/steer/action.tsx'

export function ClosePosition({ ticker, isSmall = false }: { ticker: string; isSmall?: boolean }) {
  const mayClose = useMayDo('POST /api/trading/positions/:id/close')
  if (!mayClose) return null
  return (
    <Action
      words={`Close ${ticker}`}
      brief="Close"
      isSmall={isSmall}
      look="risky"
      reason="asked"
      consequences={[
        { what: `All of ${ticker} that is not on its way out is sold at the market.` },
        { what: 'Its stop and targets end as it is sold.' },
      ]}
      change={(reason) =>
        send('POST /api/trading/positions/:id/close', { id: ticker, body: { reason } })
      }
    >
      <Forecast ticker={ticker} />
    </Action>
  )
}

function Forecast({ ticker }: { ticker: string }) {
  const query = useQuery({
    queryKey: ['', 'what closing would do', ticker],
    queryFn: () =>
      send('POST /api/trading/positions/:id/close', { id: ticker, body: { dry_run: true } }),
    gcTime: 0,
    retry: false,
  })
  if (query.isPending) return <p className="text-muted">Asking what would happen …</p>
  if (query.isError)
    return (
      <p role="status" className="text-warn">
        {query.error.message}
      </p>
    )
  const { order, mayLeave, verdict, effect } = query.data
  return (
    <div className="rounded border border-line p-3">
      <p>
        Sell {shares(order.quantity)} {ticker}
        {order.estimatedValue && ` for about ${dollars(order.estimatedValue)}`}
        {effect && `; cash ${dollars(effect.cash.before)} → ${dollars(effect.cash.after)}`}.
      </p>
      <p className={mayLeave.ok ? 'text-muted' : 'font-medium text-down'}>
        {mayLeave.ok ? 'It may leave now' : `It would not leave: ${mayLeave.says}`}
        {verdict && !verdict.passed && `; risk would refuse it: ${verdict.code}`}.
      </p>
    </div>
  )
}
