/** Above every page while trading is held: since when, by whom, and what stands unprotected. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useBusinessNow } from '../api/business-time.ts'
import { read } from '../api/read.ts'
import { count, exact, relative } from '../text/format.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'

type Trading = Overview['trading']

export function Halted() {
  const { data } = useQuery(read('GET /api/overview', {}))
  const trading = data?.trading
  if (!trading || trading.state === 'active') return null
  if (trading.state === 'reducing') return <Reducing trading={trading} />
  const first = firstOf(trading, 'halted')
  return (
    <div
      role="status"
      aria-label="Trading is halted"
      className="border-b border-down/50 bg-surface px-3 py-2 text-13 md:px-4"
    >
      <strong className="font-semibold text-down">■ Trading is halted</strong>
      {first && <Since trading={trading} first={first} />}{' '}
      <span className={trading.positions > 0 ? 'font-medium text-down' : 'text-muted'}>
        {unprotected(trading)}
      </span>{' '}
      <Link to="/trading" className="link whitespace-nowrap underline!">
        Trading control
      </Link>
    </div>
  )
}

/** Nothing is bought; what is held is watched and sold as ever. */
function Reducing({ trading }: { trading: Trading }) {
  const first = firstOf(trading, 'reducing')
  if (!first) return null
  return (
    <div
      role="status"
      aria-label="Nothing is bought"
      className="border-b border-warn/50 bg-surface px-3 py-2 text-13 md:px-4"
    >
      <strong className="font-semibold text-warn">‖ Nothing is bought</strong>
      <Since trading={trading} first={first} />{' '}
      <Link to="/trading" className="link whitespace-nowrap underline!">
        Trading control
      </Link>
    </div>
  )
}

type Hold = Trading['holds'][number]

function Since({ trading, first }: { trading: Trading; first: Hold }) {
  const now = useBusinessNow()
  const at = new Date(first.since)
  const by = first.code === 'kill_switch' && trading.haltedBy ? ` by ${trading.haltedBy}` : ''
  const more = trading.holds.filter(({ state }) => state === first.state).length - 1
  return (
    <>
      {' since '}
      <time dateTime={first.since} title={exact(at)}>
        {now ? relative(at, now) : ''}
      </time>
      {by}: {first.says}
      {more > 0 ? `, and ${count(more)} more` : ''}.
    </>
  )
}

/** The oldest of what holds trading so. */
function firstOf({ holds }: Trading, state: Hold['state']): Hold | undefined {
  return holds
    .filter((hold) => hold.state === state)
    .sort((a, b) => a.since.localeCompare(b.since))[0]
}

function unprotected({ positions, stopped }: Pick<Trading, 'positions' | 'stopped'>): string {
  if (positions === 0) return 'Nothing is held.'
  const bare = positions - stopped
  if (bare <= 0) return 'The stop of each position rests at the broker.'
  return bare === 1
    ? '1 position stands unprotected.'
    : `${count(bare)} positions stand unprotected.`
}
