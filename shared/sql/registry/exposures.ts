/** Table `exposure_profiles`: what of the world a company hangs on, every version of it. */

import type { ExposureBody, ExposureProfile } from '../../contracts/api/registry-exposures.ts'
import type { Served } from '../../contracts/api/route.ts'
import type { Db, Tx } from '../open.ts'

export type Exposure = Served<ExposureProfile>

type Row = Omit<Exposure, 'revenueRegions' | 'supplyRegions' | 'keyInputs' | 'produces'> & {
  profile: string
}

type Asked = { ticker?: string; position?: string | undefined; past?: boolean }

/**
 * Current profiles by ticker; with `past` every version, newest first. A withdrawn profile is no
 * current one.
 */
export async function readExposures(
  db: Db,
  { ticker, position, past = false }: Asked = {},
): Promise<Exposure[]> {
  const rows = await db<Row[]>`
    select e.company_id, ticker, market_position, e.version, is_current, is_withdrawn, changed_by,
      changed_at, reason, jsonb_build_object('revenueRegions', revenue_regions, 'supplyRegions',
        supply_regions, 'keyInputs', key_inputs, 'produces', produces)::text as profile
    from exposure_profiles e join companies c using (company_id)
    where ${past ? db`true` : db`is_current and not is_withdrawn`}
      ${ticker === undefined ? db`` : db`and ticker = ${ticker}`}
      ${position === undefined ? db`` : db`and market_position = ${position}`}
    order by ticker collate "C", e.version desc`
  // Regions are keys, which the driver would rename: they travel as text.
  return rows.map(({ profile, ...row }) => ({ ...row, ...(JSON.parse(profile) as Profile) }))
}
type Profile = Pick<Exposure, 'revenueRegions' | 'supplyRegions' | 'keyInputs' | 'produces'>

export type NewVersion = Omit<ExposureBody, 'version' | 'reason'> & {
  companyId: string
  version: number
  isWithdrawn: boolean
  changedBy: string
  changedAt: Date
  reason: string
}

/** Adds a version, which is the current one from now on. */
export async function addExposure(tx: Tx, row: NewVersion): Promise<void> {
  await tx`update exposure_profiles set is_current = false
    where company_id = ${row.companyId} and is_current`
  await tx`
    insert into exposure_profiles (company_id, version, market_position, revenue_regions,
      supply_regions, key_inputs, produces, is_withdrawn, changed_by, changed_at, reason)
    values (${row.companyId}, ${row.version}, ${row.marketPosition}, ${tx.json(row.revenueRegions)},
      ${tx.json(row.supplyRegions)}, ${tx.json(row.keyInputs)}, ${tx.json(row.produces)},
      ${row.isWithdrawn}, ${row.changedBy}, ${row.changedAt}, ${row.reason})`
}
