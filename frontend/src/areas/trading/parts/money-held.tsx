/** What the account is worth and brought today, beside what the broker says of it. */

import { useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import type { accountRoutes } from '#shared/contracts/api/account.ts'
import { read } from '../../../api/read.ts'
import { count, dollars, shares } from '../../../text/format.ts'
import { SignedMoney, When } from '../../../parts/figures.tsx'
import { NamedValue, NamedValues } from '../../../parts/named-values.tsx'
import { Panel } from '../../../parts/panel.tsx'

type Told = AnswerOf<(typeof accountRoutes)['GET /api/account']>

export function MoneyHeld() {
  const overview = useQuery(read('GET /api/overview', {}))
  return (
    <Panel
      title="Money"
      query={overview}
      rows={2}
      aside={
        overview.data?.money && (
          <span className="text-12 text-muted">
            read <When at={overview.data.money.takenAt} />
          </span>
        )
      }
      empty={{
        when: (data) => data.money === null,
        words: 'No snapshot of the portfolio yet. The trading engine takes one each round.',
      }}
    >
      {({ money }) =>
        money && (
          <NamedValues>
            <NamedValue name="Equity">{dollars(money.equity)}</NamedValue>
            <NamedValue name="Today">
              <SignedMoney amount={money.dayPnl ?? 0} />
            </NamedValue>
            <NamedValue name="Cash">{dollars(money.cash)}</NamedValue>
            <NamedValue name="Positions">{dollars(money.positionsValue)}</NamedValue>
            <NamedValue name="Unrealised">
              <SignedMoney amount={money.unrealisedPnl} />
            </NamedValue>
            <NamedValue name="Realised">
              <SignedMoney amount={money.realisedPnl} />
            </NamedValue>
            <NamedValue name="Reserve, never traded with">{dollars(money.reserve)}</NamedValue>
          </NamedValues>
        )
      }
    </Panel>
  )
}

/** The broker's own figures, and what it holds for us that is never traded here. */
export function BrokerSays() {
  const query = useQuery(read('GET /api/account', {}))
  const account = query.data?.account
  return (
    <Panel
      title="What the broker says"
      query={query}
      rows={2}
      aside={
        account && (
          <span className="text-12 text-muted">
            read <When at={account.syncedAt} />
          </span>
        )
      }
      empty={{
        when: (data) => data.account === null,
        words: 'The account was not read yet. The trading engine reads it every half minute.',
      }}
    >
      {(told) => (
        <>
          {told.account && <Account account={told.account} />}
          {told.other.length > 0 && <Other rows={told.other} />}
        </>
      )}
    </Panel>
  )
}

function Account({ account }: { account: NonNullable<Told['account']> }) {
  return (
    <NamedValues>
      <NamedValue name="Equity">{dollars(account.equity)}</NamedValue>
      <NamedValue name="Today, deposits included">
        {account.dayPnl === null ? 'not said' : <SignedMoney amount={account.dayPnl} />}
      </NamedValue>
      <NamedValue name="Cash">{dollars(account.cash)}</NamedValue>
      <NamedValue name="Buying power">{dollars(account.buyingPower)}</NamedValue>
      <NamedValue name="Day trades in five days">
        {account.dayTrades === null ? 'not said' : count(account.dayTrades)}
      </NamedValue>
      <NamedValue name="Account">
        {account.blocked ? (
          <span className="text-down">blocked</span>
        ) : (
          account.status.toLowerCase().replaceAll('_', ' ')
        )}
      </NamedValue>
    </NamedValues>
  )
}

function Other({ rows }: { rows: Told['other'] }) {
  return (
    <div className="border-t border-line px-4 py-2">
      <p className="text-12 text-muted">Held there as well, and never traded here:</p>
      <ul className="flex flex-wrap gap-x-6">
        {rows.map(({ symbol, quantity, price }) => (
          <li key={symbol}>
            {shares(quantity)} <strong className="font-semibold">{symbol}</strong> at{' '}
            {dollars(price)}
          </li>
        ))}
      </ul>
    </div>
  )
}
