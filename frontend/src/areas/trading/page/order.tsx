/** One order: its life line from raw bytes to fill, its events, fills and checks. */

import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { clockEt, dollars, exact, shares } from '../../../text/format.ts'
import { Checks } from '../../../parts/checks.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { ChangeOrder } from '../parts/change-order.tsx'
import { CancelOrder, standsOf } from '../parts/order-actions.tsx'
import { LifeLine } from '../parts/life-line.tsx'
import { CompanyLink } from '../../../parts/company-link.tsx'
import { isUnknown, Unknown } from '../../../parts/unknown.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { WayLink } from '../../../parts/way-link.tsx'
import { Badge, Code } from '../../../parts/words.tsx'
import type { OrderPage as Told } from '#shared/contracts/api/trading.ts'

export function OrderPage() {
  const { id } = useParams({ from: '/orders/$id' })
  const query = useQuery(read('GET /api/orders/:id', { id }))
  usePageTitle(query.data ? lineOf(query.data) : 'Order')
  if (isUnknown(query)) return <Unknown what="order" list="/orders" listName="Orders" />
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      <header className="lg:col-span-2">
        <h1 className="text-20 font-semibold">{query.data ? lineOf(query.data) : 'Order'}</h1>
        {query.data && (
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <Badge code={query.data.order.state} />
            <span>{standsOf(query.data.order)}</span>
            <ChangeOrder row={query.data.order} />
            <CancelOrder row={query.data.order} isSmall />
            <span>Meant {exact(new Date(query.data.order.intendedAt))}</span>
            <WayLink id={id} />
          </p>
        )}
      </header>
      <LifeLine orderId={id} filled={query.data?.order} />
      <Panel title="The order" query={query} rows={4} className="lg:col-span-2">
        {({ order }) => <Order order={order} />}
      </Panel>
      <Panel
        title="What happened"
        query={query}
        rows={4}
        empty={{ when: ({ events }) => events.length === 0, words: 'Nothing was told of it yet.' }}
      >
        {({ events }) => (
          <ol className="px-4 pb-4">
            {events.map((event) => (
              <li key={event.orderEventId} className="flex gap-3 py-1">
                <time dateTime={event.at} title={exact(new Date(event.at))} className="text-muted">
                  {clockEt(new Date(event.at))}
                </time>
                <Code code={event.event} />
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <Panel
        title="Fills"
        query={query}
        rows={3}
        empty={{
          when: ({ fills }) => fills.length === 0,
          words: 'No fill yet. The broker’s report of each one appears here with its execution id.',
        }}
      >
        {({ fills }) => (
          <ul className="px-4 pb-4">
            {fills.map((fill) => (
              <li key={fill.executionId} className="flex flex-wrap justify-between gap-x-3 py-1">
                <span>
                  {shares(fill.quantity)} at {dollars(fill.price)}
                </span>
                <span className="text-muted">{exact(new Date(fill.filledAt))}</span>
                <code className="w-full text-12 break-all text-muted">{fill.executionId}</code>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {query.data?.risks.map((risk) => (
        <Panel
          key={risk.riskEvaluationId}
          title={`Risk: ${wordsFor(risk.code).toLowerCase()}`}
          query={query}
          className="lg:col-span-2"
        >
          {() => <Checks checks={risk.checks} />}
        </Panel>
      ))}
    </div>
  )
}

/** `Buy 3 AAPL, market`. */
function lineOf({ order }: Told): string {
  return `${wordsFor(order.side)} ${shares(order.quantity)} ${order.ticker}, ${order.orderType.replaceAll('_', ' ')}`
}

function Order({ order }: { order: Told['order'] }) {
  const slippage = order.filledPriceAvg
    ? (Number(order.filledPriceAvg) / Number(order.referencePrice) - 1) *
      10_000 *
      (order.side === 'buy' ? 1 : -1)
    : undefined
  return (
    <NamedValues>
      <NamedValue name="Filled">
        {shares(order.filledQuantity)} of {shares(order.quantity)}
      </NamedValue>
      <NamedValue name="Average price">
        {order.filledPriceAvg ? dollars(order.filledPriceAvg) : '–'}
      </NamedValue>
      <NamedValue name="Expected">{dollars(order.referencePrice)}</NamedValue>
      <NamedValue name="Slippage">
        {slippage === undefined ? '–' : `${slippage > 0 ? '+' : ''}${slippage.toFixed(1)} bps`}
      </NamedValue>
      <NamedValue name="Company">
        <CompanyLink ticker={order.ticker} />
      </NamedValue>
      <NamedValue name="Why">
        {order.recommendationId ? (
          <Link
            to="/recommendations/$id"
            params={{ id: order.recommendationId }}
            className="link text-13"
          >
            Recommendation
          </Link>
        ) : (
          order.kind
        )}
      </NamedValue>
      <NamedValue name="Client order id" isLong>
        <code className="text-12 break-all">{order.clientOrderId}</code>
      </NamedValue>
      <NamedValue name="Broker order id" isLong>
        <code className="text-12 break-all">{order.brokerOrderId ?? 'not yet'}</code>
      </NamedValue>
    </NamedValues>
  )
}
