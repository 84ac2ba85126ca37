/** One agent: what it does, how it stands, and its variants side by side. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { AgentRow, VariantRow } from '#shared/contracts/api/agents.ts'
import { useMayDo } from '../../../api/me.ts'
import { Button } from '../../../parts/button.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table } from '../../../parts/table.tsx'
import { count, percent } from '../../../text/format.ts'
import { wordsFor } from '../../../text/codes.ts'
import { EditAgent } from './edit-agent.tsx'
import { EditVariant } from './edit-variant.tsx'
import { FailureList } from './failure-list.tsx'
import { readerColumns, type Compared } from './reader-columns.tsx'

type AgentCardProps = { agent: AgentRow; query: UseQueryResult<AgentRow[]> }

type Editing = 'agent' | 'new' | VariantRow

export function AgentCard({ agent, query }: AgentCardProps) {
  const [editing, setEditing] = useState<Editing>()
  const mayEdit = useMayDo('PUT /api/agents/:id')
  const close = () => setEditing(undefined)
  const readers = readersOf(agent)
  return (
    <Panel
      title={agent.slug}
      query={query}
      rows={3}
      aside={
        mayEdit && (
          <span className="flex gap-2">
            <Button isSmall onClick={() => setEditing('new')}>
              Add a variant
            </Button>
            <Button isSmall onClick={() => setEditing('agent')}>
              Edit
            </Button>
          </span>
        )
      }
    >
      {() => (
        <>
          <Standing agent={agent} />
          <Table
            label={`Readers of ${agent.slug}`}
            rows={readers}
            columns={readerColumns(mayEdit ? setEditing : undefined)}
            keyOf={({ id }) => id}
          />
          <FailureList readers={readers} />
          {editing === 'agent' && <EditAgent agent={agent} onClose={close} />}
          {editing === 'new' && <EditVariant agent={agent} onClose={close} />}
          {typeof editing === 'object' && (
            <EditVariant agent={agent} variant={editing} onClose={close} />
          )}
        </>
      )}
    </Panel>
  )
}

/** The agent itself has what its variants leave. */
function readersOf(agent: AgentRow): Compared[] {
  const taken = agent.variants.reduce(
    (sum, { active, trafficShare }) => sum + (active ? trafficShare : 0),
    0,
  )
  const { agentId, model, figures, tokensPerHourMax } = agent
  const own: Compared = {
    id: agentId,
    name: 'the agent',
    share: Math.max(0, 1 - taken),
    model,
    tokensPerHourMax,
    figures,
  }
  return [
    own,
    ...agent.variants.map((variant) => ({
      id: variant.variantId,
      name: variant.name,
      share: variant.active ? variant.trafficShare : 0,
      model: variant.model ?? model,
      tokensPerHourMax: variant.tokensPerHourMax,
      figures: variant.figures,
      variant,
    })),
  ]
}

/** Who of those with failures has most in a row: the agent itself, or a variant. */
function worstOf(agent: AgentRow): AgentRow | VariantRow | undefined {
  return [agent, ...agent.variants]
    .filter(({ failuresInARow }) => failuresInARow > 0)
    .toSorted((one, other) => other.failuresInARow - one.failuresInARow)[0]
}

function Standing({ agent }: { agent: AgentRow }) {
  const { enabled, purpose, whenAway, inputTokensMax, tokensPerHourMax } = agent
  const worst = worstOf(agent)
  const budget = tokensPerHourMax === null ? 'as many as it takes' : count(tokensPerHourMax)
  return (
    <div className="px-4 pb-3">
      <p>
        {enabled ? (
          <span>Works: it {purpose}.</span>
        ) : (
          <span className="text-warn">Off: rules do what it would; it {purpose}.</span>
        )}{' '}
        <span className="text-muted">
          {agent.documentTypes.map((type) => wordsFor(type).toLowerCase()).join(', ')}
        </span>
      </p>
      {enabled && worst !== undefined && (
        <p role="status" className={worst.failuresInARow >= 3 ? 'text-down' : 'text-warn'}>
          The newest {worst.failuresInARow === 1 ? 'call' : `${worst.failuresInARow} calls`}
          {'name' in worst && ` of the variant ${worst.name}`} went wrong.
        </p>
      )}
      <p className="text-12 text-muted">
        At most {count(inputTokensMax)} tokens of a text are sent, {budget} an hour.{' '}
        {whenAway === 'hold'
          ? 'While its model is away its work waits.'
          : 'While its model is away rules do its work, labelled as such.'}
        {agent.systemPrompt !== '' && ' It has words of its own.'}
        {agent.variants.some(({ active }) => active) &&
          ` Variants have ${percent(
            readersOf(agent)
              .slice(1)
              .reduce((sum, one) => sum + one.share, 0),
          )} of its documents.`}
      </p>
    </div>
  )
}
