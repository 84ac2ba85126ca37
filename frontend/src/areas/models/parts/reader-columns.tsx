/** What is compared of those who share an agent's documents. */

import type { AgentFigures, VariantRow } from '#shared/contracts/api/agents.ts'
import { Button } from '../../../parts/button.tsx'
import type { Column } from '../../../parts/table.tsx'
import { count, percent } from '../../../text/format.ts'
import { ModelName } from './model-name.tsx'

export type Compared = {
  id: string
  name: string
  /** In [0, 1]. */
  share: number
  /** Empty: the environment's. */
  model: string
  /** Its own; a variant without one counts in its agent's hour. */
  tokensPerHourMax: number | null
  figures: AgentFigures
  /** Missing where it is the agent itself. */
  variant?: VariantRow
}

const nothing = <span className="text-muted">none</span>

/** `1.2 s`, `430 ms`. */
function wait(ms: number | null): string {
  if (ms === null) return '–'
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

function Failed({ row: { figures } }: { row: Compared }) {
  const failed = figures.calls - figures.answered
  if (figures.calls === 0) return nothing
  return (
    <span className={failed > 0 ? 'text-down' : ''}>
      {count(failed)}{' '}
      <span className="hidden text-12 text-muted wide:inline">
        {percent(failed / figures.calls)}
      </span>
    </span>
  )
}

/** Some may be an estimate, where the server does not count them. */
function Tokens({ figures: { callsEstimated, calls }, of }: { figures: AgentFigures; of: number }) {
  if (callsEstimated === 0) return <>{count(of)}</>
  return <span title={`estimated in ${callsEstimated} of ${calls} calls`}>≈ {count(of)}</span>
}

function HourTokens({ row }: { row: Compared }) {
  const { tokensReserved, tokensSpent } = row.figures
  const used = tokensReserved + tokensSpent
  const max = row.tokensPerHourMax
  if (max === null && row.variant) return <span className="text-muted">the agent’s</span>
  if (max === null) return <>{count(used)}</>
  return (
    <span className={used >= max ? 'text-warn' : ''}>
      {count(used)} <span className="text-12 text-muted">of {count(max)}</span>
    </span>
  )
}

const columns: readonly Column<Compared>[] = [
  {
    head: 'Reader',
    value: ({ name }) => name,
    cell: ({ name, variant }) => (
      <span className={variant && !variant.active ? 'text-muted' : ''}>
        {name}
        {variant && !variant.active && ' (at rest)'}
      </span>
    ),
  },
  {
    head: 'Share',
    value: ({ share }) => share,
    cell: ({ share }) => percent(share),
    isNumber: true,
  },
  {
    head: 'Model',
    value: ({ model }) => model,
    cell: (row) => <ModelName row={row} />,
    isWide: true,
  },
  {
    head: 'Calls',
    value: ({ figures }) => figures.calls,
    cell: ({ figures }) => count(figures.calls),
    isNumber: true,
  },
  {
    head: 'Kept replies',
    value: ({ figures }) => figures.kept,
    cell: ({ figures }) => count(figures.kept),
    isNumber: true,
    isWide: true,
  },
  {
    head: 'Failed',
    value: ({ figures }) => figures.calls - figures.answered,
    cell: (row) => <Failed row={row} />,
    isNumber: true,
  },
  {
    head: 'Tokens in',
    value: ({ figures }) => figures.tokensIn,
    cell: ({ figures }) => <Tokens figures={figures} of={figures.tokensIn} />,
    isNumber: true,
    isWide: true,
  },
  {
    head: 'Tokens out',
    value: ({ figures }) => figures.tokensOut,
    cell: ({ figures }) => <Tokens figures={figures} of={figures.tokensOut} />,
    isNumber: true,
    isWide: true,
  },
  {
    head: 'Half within',
    value: ({ figures }) => figures.latencyMsHalf,
    cell: ({ figures }) => wait(figures.latencyMsHalf),
    isNumber: true,
    isWide: true,
  },
  {
    head: '95 % within',
    value: ({ figures }) => figures.latencyMsNineteenOfTwenty,
    cell: ({ figures }) => wait(figures.latencyMsNineteenOfTwenty),
    isNumber: true,
    isWide: true,
  },
  {
    head: 'Agrees',
    value: ({ figures }) => (figures.compared === 0 ? null : figures.agreed / figures.compared),
    cell: ({ figures: { compared, agreed } }) =>
      compared === 0 ? (
        nothing
      ) : (
        <span title={`${agreed} of ${compared} companies of which rules spoke too`}>
          {percent(agreed / compared)}
        </span>
      ),
    isNumber: true,
  },
  {
    head: 'Off by',
    value: ({ figures }) => figures.calibration?.eceAfter ?? null,
    cell: ({ figures: { calibration } }) =>
      calibration === null ? (
        nothing
      ) : (
        <span
          title={`how far its confidence is from how often it is right: ${calibration.eceBefore.toFixed(3)} before calibration, ${calibration.eceAfter.toFixed(3)} after, on ${calibration.checkedOn} labels`}
        >
          {calibration.eceAfter.toFixed(3)}
        </span>
      ),
    isNumber: true,
    isWide: true,
  },
  {
    head: 'This hour',
    value: ({ figures }) => figures.tokensReserved + figures.tokensSpent,
    cell: (row) => <HourTokens row={row} />,
    isNumber: true,
    isWide: true,
  },
]

/** With a button for each variant, for who may change it. */
export function readerColumns(
  onEdit: ((variant: VariantRow) => void) | undefined,
): readonly Column<Compared>[] {
  if (!onEdit) return columns
  const change: Column<Compared> = {
    head: '',
    value: () => null,
    cell: ({ name, variant }) =>
      variant && (
        <Button isSmall aria-label={`Edit ${name}`} onClick={() => onEdit(variant)}>
          Edit
        </Button>
      ),
  }
  return [...columns, change]
}
