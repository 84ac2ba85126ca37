/** Checks what documents claim by daily bars, filings, their figures and corporate actions, as they were known at a moment. */

import { checkFigure } from '../../domain/claim/check-figure.ts'
import { checkMove, type ClaimVerdict, type Reach } from '../../domain/claim/check-move.ts'
import type { FiledForm, ToldClaim } from '../../domain/claim/claims.ts'
import { FIGURE_KINDS } from '../../domain/claim/figures.ts'
import { sources } from '../../domain/source/sources.ts'
import { DAY_MS, HOUR_MS } from '../../domain/spans.ts'
import { readBarsBefore } from '../market/bars.ts'
import type { Db, Tx } from '../open.ts'
import { readKnownFigures } from './known-figures.ts'

/** Days after it was read; what is not decided by then stays unknown: its prices do not come, or nobody reads EDGAR. */
const OPEN_DAYS = 10
/** Days; what was published before is in no trend any more. */
const AGE_DAYS_MAX = 90
/** Bars that hold the sessions of those days. */
const BARS = 70
/**
 * An 8-K is due four business days after what it reports, and is told of within days; reports of a quarter and of a
 * year are told of until the next one.
 */
const FILED_DAYS: Readonly<Record<FiledForm, number>> = { '8-K': 10, '10-Q': 100, '10-K': 380 }
/** EDGAR is read so long after a claim before its silence says anything. */
const FILED_GRACE_HOURS = 6

type OpenClaim = {
  impactId: string
  kind: ToldClaim['kind']
  companyId: string
  ticker: string
  quote: string
  direction: 1 | -1 | null
  percent: number | null
  /** Of a filing; null of those before there were others than the 8-K. */
  form: FiledForm | null
  /** Of a figure. */
  amount: string | null
  unit: string | null
  publishedAt: Date
  readAt: Date
}

/** A claim with what was found of it by now. */
export type CheckedClaim = Pick<OpenClaim, 'impactId' | 'kind' | 'ticker'> & {
  state: ClaimVerdict['state'] | 'unknown'
  says: string
}

/**
 * What `now` says to open claims, at most `most` of them, those looked at longest ago first, so that however many
 * there are each has its turn: those of the given impacts, or all that were read before `now`, so that no answer
 * depends on which of two jobs came first.
 */
export async function checkClaims(
  db: Db,
  now: Date,
  { most, impactIds }: { most: number; impactIds?: readonly string[] },
): Promise<CheckedClaim[]> {
  const open = await db<OpenClaim[]>`
    select impact_id, kind, company_id, ticker, quote, direction, percent, form, amount::text as amount,
      unit::text as unit, published_at, read_at
    from document_claims
    where state in ('open', 'waiting') and published_at <= ${now}
      ${impactIds ? db`and impact_id = any(${[...impactIds]}::uuid[])` : db`and read_at < ${now}`}
    order by looked_at nulls first, published_at, impact_id, kind limit ${most}`
  const tickers = [...new Set(open.map(({ ticker }) => ticker))]
  const reaches = new Map<string, Reach[]>()
  for (const ticker of tickers) reaches.set(ticker, await readReaches(db, ticker, now))
  const checked: CheckedClaim[] = []
  for (const claim of open) {
    const { impactId, kind, ticker, readAt } = claim
    const { state, says } = await verdictOn(db, claim, reaches.get(ticker) ?? [], now)
    const isLate = now.getTime() - readAt.getTime() > OPEN_DAYS * DAY_MS
    checked.push({
      impactId,
      kind,
      ticker,
      state: state === 'open' && isLate ? 'unknown' : state,
      says,
    })
  }
  return checked
}

async function verdictOn(
  db: Db,
  claim: OpenClaim,
  known: readonly Reach[],
  now: Date,
): Promise<Pick<CheckedClaim, 'state' | 'says'>> {
  const { direction, percent, publishedAt } = claim
  if (now.getTime() - publishedAt.getTime() > AGE_DAYS_MAX * DAY_MS)
    return { state: 'unknown', says: `told more than ${AGE_DAYS_MAX} days ago` }
  const figure = FIGURE_KINDS.find((kind) => kind === claim.kind)
  if (figure) {
    const { known, isTold } = await readKnownFigures(db, { ...claim, kind: figure }, now)
    const told = { kind: figure, amount: claim.amount ?? '0', unit: claim.unit ?? '0' }
    return checkFigure(told, known, isTold)
  }
  if (direction === null) return checkFiling(db, claim, now)
  return checkMove({ direction, percent }, publishedAt, known)
}

/**
 * Stores what was found; returns verdicts that are new, for another may have stored them meanwhile.
 */
export async function saveVerdicts(
  tx: Tx,
  checked: readonly CheckedClaim[],
  now: Date,
): Promise<{ ticker: string; state: 'borne_out' | 'refuted' | 'unknown' }[]> {
  if (checked.length === 0) return []
  const rows = checked.map(({ impactId, kind, state, says }) => ({
    impact_id: impactId,
    kind,
    state,
    says,
  }))
  const found = await tx<Pick<CheckedClaim, 'ticker' | 'state'>[]>`
    update document_claims c set state = case when v.state = 'open' then c.state else v.state end, says = v.says, looked_at = ${now},
      decided_at = case when v.state <> 'open' then ${now}::timestamptz end
    from jsonb_to_recordset(${tx.json(rows)}) as v (impact_id uuid, kind text, state text, says text)
    where c.impact_id = v.impact_id and c.kind = v.kind and c.state in ('open', 'waiting')
    returning c.ticker, v.state`
  return found.flatMap(({ ticker, state }) => (state === 'open' ? [] : [{ ticker, state }]))
}

async function readReaches(db: Db, ticker: string, now: Date): Promise<Reach[]> {
  const bars = await readBarsBefore(db, ticker, BARS, now)
  return bars.slice(1).map(({ sessionDate, high, low }, index) => {
    const before = Number(bars[index]!.close)
    const reach = (price: string) => (Number(price) / before - 1) * 100
    return { date: sessionDate, up: reach(high), down: reach(low) }
  })
}

/** EDGAR's silence counts only where its list was read whole, far enough back and long enough after. */
async function checkFiling(
  db: Db,
  { companyId, publishedAt, form: told }: Pick<OpenClaim, 'companyId' | 'publishedAt' | 'form'>,
  now: Date,
): Promise<ClaimVerdict> {
  const form = told ?? '8-K'
  const since = new Date(publishedAt.getTime() - FILED_DAYS[form] * DAY_MS)
  const until = new Date(publishedAt.getTime() + FILED_GRACE_HOURS * HOUR_MS)
  const [row] = await db<{ filed: Date | null; isRead: boolean }[]>`
    select (
        select max(d.published_at) from documents d join sources s using (source_id)
        where s.company_id = ${companyId} and d.document_type = 'filing' and d.title ~ ${` ${form}(/A)?(,|$)`}
          and d.published_at > ${since} and d.published_at <= ${until}
          and d.ingested_at < ${now}
      ) as filed, exists (
        select from sources s
        where s.company_id = ${companyId} and s.source_type = ${sources.filings_api.type} and s.active
          and coalesce(s.config->>'kind', 'filings') = 'filings' and s.failures = 0
          and s.last_succeeded_at > ${until}
          and s.last_succeeded_at < ${now}
          and coalesce(jsonb_array_length(s.state->'waiting'), 0) = 0
          and exists (select from documents d where d.source_id = s.source_id
            and d.document_type = 'filing' and d.published_at <= ${since})
      ) as is_read`
  if (row?.filed)
    return {
      state: 'borne_out',
      says: `EDGAR has ${articled(form)} of ${row.filed.toISOString().slice(0, 16)}Z`,
    }
  if (!row?.isRead) return { state: 'open', says: 'EDGAR was not read for it yet' }
  const from = since.toISOString().slice(0, 10)
  return { state: 'refuted', says: `EDGAR has no ${form} from ${from} on` }
}

function articled(form: FiledForm): string {
  return form === '8-K' ? 'an 8-K' : `a ${form}`
}
