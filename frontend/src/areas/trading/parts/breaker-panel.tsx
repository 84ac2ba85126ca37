/** Circuit breakers: those that are open with their numbers, one by hand, and the way back. */

import { useState } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { wordsFor } from '../../../text/codes.ts'
import { exact } from '../../../text/format.ts'
import { Action } from '../../../parts/steer/action.tsx'
import { TextField } from '../../../parts/field.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import type { TrippedBreaker } from '#shared/contracts/api/overview.ts'
import type * as v from 'valibot'
import type { Status } from './standing-panel.tsx'

type Breaker = v.InferOutput<typeof TrippedBreaker>

export function BreakerPanel({ status }: { status: Status }) {
  const [mayTrip, mayReset] = [
    useMayDo('POST /api/trading/breakers/trip'),
    useMayDo('POST /api/trading/breakers/reset'),
  ]
  const open = status.data?.breakers.length ?? 0
  return (
    <Panel
      title={open === 0 ? 'No breaker is open' : `Breakers: ${open} open`}
      query={status}
      rows={3}
      aside={mayTrip && <Trip />}
    >
      {({ breakers }) =>
        breakers.length === 0 ? (
          <p className="max-w-prose px-4 pb-4 text-muted">
            A breaker opens by itself on a loss or a storm, or by hand, and keeps entries out.
          </p>
        ) : (
          <ul className="pb-2">
            {breakers.map((row) => (
              <li
                key={`${row.breaker} ${row.ticker} ${row.openedAt}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-0"
              >
                <Line row={row} />
                {mayReset && <Reset row={row} />}
              </li>
            ))}
          </ul>
        )
      }
    </Panel>
  )
}

function Line({ row }: { row: Breaker }) {
  const numbers = Object.entries(row.numbers)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return (
    <span className="min-w-0 flex-1">
      <strong className="font-semibold text-down">▲ {wordsFor(row.breaker)}</strong>{' '}
      {row.ticker ?? 'all tickers'}
      <span className="block text-12 break-words text-muted">
        opened <When at={row.openedAt} />,{' '}
        {row.closesAt ? `closes ${exact(new Date(row.closesAt))}` : 'until it is reset'}
        {numbers && `; ${numbers}`}
      </span>
    </span>
  )
}

function Trip() {
  const [ticker, setTicker] = useState('')
  const [minutes, setMinutes] = useState('')
  const of = ticker.trim().toUpperCase()
  const lasting = minutes.trim() === '' ? 'until it is reset' : `for ${minutes.trim()} minutes`
  return (
    <Action
      words="Trip breaker"
      isSmall
      look="risky"
      reason="needed"
      consequences={[
        { what: `No entry of ${of || 'any ticker'} leaves ${lasting}.` },
        { what: 'Exits and cancels leave as before.' },
      ]}
      change={(reason) =>
        send('POST /api/trading/breakers/trip', {
          body: {
            ticker: of || null,
            ...(minutes.trim() === '' ? {} : { minutes: Number(minutes) }),
            reason,
          },
        })
      }
    >
      <TextField name="Ticker" value={ticker} onChange={setTicker} hint="Empty: all tickers." />
      <TextField
        name="Minutes"
        value={minutes}
        onChange={setMinutes}
        inputMode="numeric"
        hint="Empty: until it is reset."
      />
    </Action>
  )
}

function Reset({ row: { breaker, ticker } }: { row: Breaker }) {
  const consequences = [
    { what: `Breaker ${wordsFor(breaker).toLowerCase()}`, from: 'open', to: 'closed' },
    {
      what: `Entries of ${ticker ?? 'all tickers'} may leave again, where nothing else holds them.`,
    },
    { what: 'It opens again by itself where its rule still finds reason to.' },
  ]
  return (
    <Action
      words={`Reset ${wordsFor(breaker).toLowerCase()}`}
      brief="Reset"
      isSmall
      reason="needed"
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/breakers/reset', {
          body: { breaker, ticker, reason },
          says: { does: 'Reset breaker', consequences },
        })
      }
    />
  )
}
