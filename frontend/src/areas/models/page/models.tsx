/** Agents, what they ask of which model, how each of their variants fares, and which layers of signals speak. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { AgentRow } from '#shared/contracts/api/agents.ts'
import { read } from '../../../api/read.ts'
import { Choices } from '../../../parts/choices.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { AgentCard } from '../parts/agent-card.tsx'
import { LayerSwitches } from '../parts/layer-switches.tsx'

const HOURS = [
  ['1', 'An hour'],
  ['24', 'A day'],
  ['168', 'A week'],
  ['720', 'A month'],
] as const
type Hours = (typeof HOURS)[number][0]
const DAY: Hours = '24'

export function ModelsPage() {
  const search = useSearch({ from: '/models' })
  const navigate = useNavigate({ from: '/models' })
  const hours = HOURS.find(([choice]) => choice === search.hours)?.[0] ?? DAY
  const query = useQuery(read('GET /api/agents', { hours } as never))
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h1 className="text-20 font-semibold">Models</h1>
          <p className="mt-1 max-w-prose text-muted">{titleOf(query.data)}</p>
        </div>
        <Choices
          label="Figures of"
          choices={HOURS}
          chosen={hours}
          onChoose={(choice) =>
            void navigate({ search: choice === DAY ? {} : { hours: choice }, replace: true })
          }
        />
      </header>
      {query.data?.map((agent) => (
        <AgentCard key={agent.agentId} agent={agent} query={query} />
      )) ?? (
        <Panel title="Agents" query={query} rows={9}>
          {() => null}
        </Panel>
      )}
      <LayerSwitches />
    </div>
  )
}

/** One question, its answer in a sentence. */
function titleOf(agents: readonly AgentRow[] | undefined): string {
  if (!agents) return 'What a language model is asked to do, and how that goes.'
  const failing = agents.flatMap(({ slug, enabled, failuresInARow, variants }) => [
    ...(enabled && failuresInARow >= 3 ? [slug] : []),
    ...variants
      .filter((variant) => enabled && variant.failuresInARow >= 3)
      .map(({ name }) => `${name} of ${slug}`),
  ])
  if (failing.length > 0) return `${failing.join(', ')}: nothing gets through.`
  const calls = agents.flatMap(({ figures, variants }) => [
    figures.calls,
    ...variants.map((variant) => variant.figures.calls),
  ])
  if (calls.every((count) => count === 0))
    return 'No model was asked in this time: rules did all the work, or replies that were kept.'
  return 'What a language model is asked to do, and how that goes.'
}
