/** The kill switch and its release, with what each will do in numbers. */

import { useQuery } from '@tanstack/react-query'
import { useMayDo } from '../../api/me.ts'
import { read, send } from '../../api/read.ts'
import { count, shares } from '../../text/format.ts'
import { Action } from './action.tsx'
import type { Overview } from '#shared/contracts/api/overview.ts'

const some = (n: number, one: string) => `${count(n)} ${n === 1 ? one : `${one}s`}`

/** One of the two, by how trading stands. */
export function HaltSwitch({ isSmall = false }: { isSmall?: boolean }) {
  const { data } = useQuery(read('GET /api/overview', {}))
  const [mayHalt, mayRelease] = [
    useMayDo('POST /api/trading/halt'),
    useMayDo('POST /api/trading/release'),
  ]
  if (!data) return null
  const isPulled = data.trading.holds.some(({ code }) => code === 'kill_switch')
  if (isPulled) return mayRelease ? <Release told={data} isSmall={isSmall} /> : null
  return mayHalt ? <Halt told={data} isSmall={isSmall} /> : null
}

function Halt({ told, isSmall }: { told: Overview; isSmall: boolean }) {
  const { positions, stopped } = told.trading
  const bare = Math.max(0, positions - stopped)
  const { data } = useQuery(read('GET /api/foreign-orders', {}))
  // Nobody here placed them, so nobody here takes them back.
  const foreign = (data ?? []).map(({ brokerOrderId, side, quantity, ticker }) => ({
    what: `Placed elsewhere, and stays: ${side} ${quantity === null ? 'some' : shares(quantity)} ${ticker} (${brokerOrderId.slice(0, 8)}).`,
  }))
  return (
    <Action
      words="Halt trading"
      brief={isSmall ? <Short words="Halt" rest="trading" /> : undefined}
      look="risky"
      className={isSmall ? '!h-8 max-md:!px-2' : ''}
      reason="asked"
      consequences={[
        { what: 'No order leaves any more, neither entries nor exits.' },
        {
          what: `${some(Math.max(0, told.openOrders - stopped), 'open order')} will be cancelled.`,
        },
        ...(stopped > 0
          ? [{ what: `${some(stopped, 'stop')} at the broker will stay and protect what is held.` }]
          : []),
        ...foreign,
        {
          what:
            bare === 0
              ? `${positions === 0 ? 'Nothing is held' : 'All that is held has a stop there'}, so nothing will stand unprotected.`
              : `${some(bare, 'position')} will stand unprotected: no stop and no target sells until it is released.`,
        },
        { what: 'It stays so until a person releases it with a passkey.' },
      ]}
      change={(reason) => send('POST /api/trading/halt', { body: { reason } })}
    />
  )
}

function Release({ told, isSmall }: { told: Overview; isSmall: boolean }) {
  const { holds, positions } = told.trading
  const left = holds.filter(({ code }) => code !== 'kill_switch')
  const then = left.some(({ state }) => state === 'halted')
    ? 'halted'
    : left.length > 0
      ? 'reducing'
      : 'active'
  const consequences = [
    { what: 'Trading', from: 'halted', to: then },
    { what: `Stops and targets of ${some(positions, 'position')} are watched and sent again.` },
    ...left.map(({ says }) => ({ what: `It is still held: ${says}` })),
    { what: 'Orders that were cancelled do not come back.' },
  ]
  return (
    <Action
      words="Release trading"
      brief={isSmall ? <Short words="Release" rest="trading" /> : undefined}
      look="main"
      className={isSmall ? '!h-8 max-md:!px-2' : ''}
      reason="needed"
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/release', {
          body: { reason },
          says: { does: 'Release trading', consequences },
        })
      }
    />
  )
}

function Short({ words, rest }: { words: string; rest: string }) {
  return (
    <>
      {words}
      <span className="hidden xl:inline"> {rest}</span>
    </>
  )
}
