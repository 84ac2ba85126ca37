/** Steps of learning: what each counted, whether it moved the weights, and why. */

import type { UseQueryResult } from '@tanstack/react-query'
import type { LearningAdjustment, WeightsHistory } from '#shared/contracts/api/strategy-weights.ts'
import { weighedIn } from '#shared/contracts/api/strategy-weights.ts'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { count } from '../../../text/format.ts'
import { strategyName } from '../../../text/strategy-names.ts'
import { weightSaid } from './strategy-words.ts'

export function LearningSteps({ query }: { query: UseQueryResult<WeightsHistory> }) {
  return (
    <Panel
      title={titleOf(query.data?.steps)}
      query={query}
      empty={{
        when: ({ steps }) => steps.length === 0,
        words:
          'No step yet. Once a day, while strategies run, the trades on paper that closed are looked at; a step takes twenty.',
      }}
    >
      {({ steps }) => (
        <Table
          label="Steps of learning"
          rows={steps}
          columns={columnsOf(steps)}
          keyOf={({ adjustmentId }) => String(adjustmentId)}
        />
      )}
    </Panel>
  )
}

function titleOf(steps: readonly LearningAdjustment[] | undefined): string {
  if (!steps || steps.length === 0) return 'Steps of learning'
  const moved = steps.filter(({ code }) => code === 'weights_moved').length
  return `${count(moved)} of ${count(steps.length)} steps moved the weights`
}

const columnsOf = (steps: readonly LearningAdjustment[]): Column<LearningAdjustment>[] => [
  { head: 'When', value: ({ at }) => at, cell: ({ at }) => <When at={at} /> },
  {
    head: 'Outcome',
    value: ({ code }) => code,
    cell: ({ code, why }) => (
      <>
        <span className={code === 'weights_moved' ? 'font-medium' : 'text-muted'}>
          {wordsFor(code)}
        </span>
        <span className="block max-w-prose text-12 whitespace-normal text-muted">{why}</span>
      </>
    ),
  },
  {
    head: 'Counted',
    isNumber: true,
    value: ({ tradesCounted }) => tradesCounted,
    cell: ({ tradesCounted, tradesWaiting }) =>
      `${count(tradesCounted)} of ${count(tradesWaiting)}`,
  },
  ...weighedIn(steps.map(({ weightsAfter: weights }) => ({ weights }))).map(
    (name): Column<LearningAdjustment> => ({
      head: strategyName(name),
      isNumber: true,
      isWide: true,
      value: ({ weightsAfter }) => weightsAfter[name] ?? null,
      cell: ({ weightsBefore, weightsAfter }) => {
        const [before, after] = [weightsBefore, weightsAfter].map((of) => weightSaid(of[name]))
        return before === after ? (
          <span className="text-muted">{after}</span>
        ) : (
          `${before} → ${after}`
        )
      },
    }),
  ),
]
