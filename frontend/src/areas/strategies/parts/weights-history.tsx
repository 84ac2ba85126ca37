/** The weights that strategies had, version by version, with the way back to each. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WeightsVersion } from '#shared/contracts/api/strategy-weights.ts'
import { EQUAL_VERSION, weighedIn } from '#shared/contracts/api/strategy-weights.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Table, type Column } from '../../../parts/table.tsx'
import { LearningSteps } from './learning-steps.tsx'
import { RevertWeights } from './revert-weights.tsx'
import { strategyName } from '../../../text/strategy-names.ts'
import { weightSaid } from './strategy-words.ts'
import { WeightsChart } from './weights-chart.tsx'

export function WeightsHistory() {
  const query = useQuery(read('GET /api/strategy-weights', {}))
  const [chosen, setChosen] = useState<number>()
  const mayRevert = useMayDo('POST /api/strategy-weights/revert')
  const versions = query.data?.versions ?? []
  const [version, ...others] = versionColumns(versions)
  const columns = [version!, ...(mayRevert ? [goBack(versions, setChosen)] : []), ...others]
  return (
    <>
      <Panel
        title={versions[0] ? `Weights are at version ${versions[0].version}` : 'Weights over time'}
        query={query}
        empty={{
          when: ({ versions: all }) => all.length === 0,
          words: 'Weights are equal, as installed: nothing moved them yet.',
        }}
      >
        {({ versions: all }) => (
          <>
            <WeightsChart versions={all} />
            <Table
              label="Versions of weights"
              rows={[...all, ...(all.at(-1)?.version === 1 ? [EQUAL_VERSION] : [])]}
              columns={columns}
              keyOf={({ version }) => String(version)}
            />
          </>
        )}
      </Panel>
      <LearningSteps query={query} />
      {chosen !== undefined && (
        <RevertWeights version={chosen} onClose={() => setChosen(undefined)} />
      )}
    </>
  )
}

type Row = Pick<WeightsVersion, 'version' | 'weights' | 'reason' | 'madeBy'> & {
  madeAt: string | null
}

const versionColumns = (versions: readonly Row[]): Column<Row>[] => [
  {
    head: 'Version',
    isNumber: true,
    value: ({ version }) => version,
    cell: ({ version }) => version,
  },
  ...weighedIn(versions).map((name): Column<Row> => ({
    head: strategyName(name),
    isNumber: true,
    value: ({ weights }) => weights[name] ?? null,
    cell: ({ weights }) => weightSaid(weights[name]),
  })),
  {
    head: 'By',
    isWide: true,
    value: ({ madeBy }) => madeBy,
    cell: ({ madeBy }) => <span className="whitespace-nowrap">{madeBy}</span>,
  },
  {
    head: 'Why',
    isWide: true,
    value: ({ reason }) => reason,
    cell: ({ reason }) => <span className="block max-w-prose whitespace-normal">{reason}</span>,
  },
  {
    head: 'Made',
    isWide: true,
    isNumber: true,
    value: ({ madeAt }) => madeAt,
    cell: ({ madeAt }) => (madeAt === null ? '' : <When at={madeAt} />),
  },
]

function goBack(versions: readonly Row[], onChoose: (version: number) => void): Column<Row> {
  const inForce = versions[0]
  return {
    head: '',
    value: () => null,
    cell: ({ version, weights }) =>
      inForce && isOther(weights, inForce.weights) ? (
        <Button
          isSmall
          aria-label={`Go back to version ${version}`}
          onClick={() => onChoose(version)}
        >
          Go back
        </Button>
      ) : null,
  }
}

/** Whether going back to them would change anything among those that have a weight now. */
const isOther = (weights: Row['weights'], now: Row['weights']) =>
  Object.keys(now).some((name) => weights[name] !== now[name])
