/** What each score knew of the next sessions, how that decays, and what trading on it would take. */

import type { Edge } from '#shared/contracts/api/quality.ts'
import { Table, type Column } from '../../../parts/table.tsx'
import { count, dollars, percent } from '../../../text/format.ts'
import { Correlation } from './correlation.tsx'
import { Decay } from './decay.tsx'
import { nameOf, nextOf } from './edge-words.ts'

const NONE = <span className="text-muted">–</span>

const columns: Column<Edge>[] = [
  {
    head: 'Score',
    value: nameOf,
    cell: (edge) => {
      const next = nextOf(edge)
      return (
        <>
          <span className="font-medium">{nameOf(edge)}</span>
          <span className="block text-12 text-muted">
            {edge.kind}, {count(next?.days ?? 0)} sessions, {count(next?.companies ?? 0)} companies
          </span>
        </>
      )
    },
  },
  {
    head: 'Next session',
    isNumber: true,
    value: (edge) => nextOf(edge)?.ic ?? null,
    cell: (edge) => {
      const next = nextOf(edge)
      return next ? (
        <Correlation
          of={{ rho: next.ic, interval: next.interval, samples: next.companies, days: next.days }}
        />
      ) : (
        NONE
      )
    },
  },
  {
    head: 'Luck',
    isNumber: true,
    value: ({ chanceOfBest }) => chanceOfBest,
    cell: ({ chanceOfBest }) => (chanceOfBest === null ? NONE : luck(chanceOfBest)),
  },
  {
    head: 'Over 1 to 20 sessions',
    isWide: true,
    value: ({ horizons }) => horizons.at(-1)?.ic ?? null,
    cell: (edge) => <Decay edge={edge} />,
  },
  {
    head: 'Earned a session',
    isNumber: true,
    isWide: true,
    value: (edge) => nextOf(edge)?.spread ?? null,
    cell: (edge) => basisPoints(inBasisPoints(nextOf(edge)?.spread ?? null)),
  },
  {
    head: 'Turned over',
    isNumber: true,
    isWide: true,
    value: ({ turnover }) => turnover,
    cell: ({ turnover }) => (turnover === null ? NONE : percent(turnover)),
  },
  {
    head: 'Bears costs of',
    isNumber: true,
    isWide: true,
    value: ({ costsBorne }) => costsBorne,
    cell: ({ costsBorne }) => basisPoints(costsBorne),
  },
  {
    head: 'Bears a book of',
    isNumber: true,
    isWide: true,
    value: ({ capacity }) => capacity,
    cell: ({ capacity }) => (capacity === null ? NONE : dollars(Math.round(capacity))),
  },
]

export function EdgeTable({ edges }: { edges: readonly Edge[] }) {
  return (
    <Table
      label="Edge"
      rows={edges}
      columns={columns}
      keyOf={({ kind, name }) => `${kind} ${name}`}
    />
  )
}

function luck(chance: number): string {
  return chance < 0.01 ? 'under 1 %' : percent(chance)
}

const inBasisPoints = (share: number | null) => share && share * 10_000

function basisPoints(value: number | null) {
  if (value === null) return NONE
  return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} bp`
}
