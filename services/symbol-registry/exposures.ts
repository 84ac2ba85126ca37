/** Answers about exposure profiles: each change makes a new version, and none is overwritten. */

import type { ExposureBody, exposureRoutes } from '#shared/contracts/api/registry-exposures.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import { lockCompany, readRegistryCompany } from '#shared/sql/registry/companies.ts'
import { addExposure, readExposures, type Exposure } from '#shared/sql/registry/exposures.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import { askerOf, type Parts } from './parts.ts'

type Profile = Omit<ExposureBody, 'version' | 'reason'>
type MadeOn = Pick<ExposureBody, 'version' | 'reason'>

export function answerExposures(parts: Parts): Answers<typeof exposureRoutes> {
  const { sql } = parts
  return {
    'GET /registry/exposures': ({ query: { position } }) => readExposures(sql, { position }),
    'GET /registry/companies/:id/exposures': async ({ id }) =>
      (await readRegistryCompany(sql, id)) && readExposures(sql, { ticker: id, past: true }),
    'PUT /registry/companies/:id/exposures': (asked) =>
      makeVersion(parts, asked, asked.body, () => asked.body),
    'DELETE /registry/companies/:id/exposures': (asked) =>
      makeVersion(parts, asked, asked.body, (current) => {
        if (current) return 'withdrawn'
        throw new Refusal(404, `${asked.id} has no exposure profile`)
      }),
  }
}

function makeVersion(
  { sql, clock }: Parts,
  asked: Asking & { id: string },
  { version, reason }: MadeOn,
  decide: (current: Exposure | undefined) => Profile | 'withdrawn',
): Promise<Exposure | undefined> {
  return sql.begin(async (tx) => {
    const company = await lockCompany(tx, asked.id)
    if (!company) return undefined
    const [newest] = await readExposures(tx, { ticker: asked.id, past: true })
    const current = newest?.isWithdrawn ? undefined : newest
    const now = clock.now()
    askVersion(`The exposure profile of ${asked.id}`, current?.version ?? null, version)
    const decided = decide(current)
    const isWithdrawn = decided === 'withdrawn'
    await addExposure(tx, {
      ...profileOf(decided === 'withdrawn' ? current! : decided),
      companyId: company.companyId,
      version: (newest?.version ?? 0) + 1,
      isWithdrawn,
      changedBy: askerOf(asked),
      changedAt: now,
      reason,
    })
    const [after] = await readExposures(tx, { ticker: asked.id, past: true })
    const told = { subject: asked.id, before: current ?? null, after: saved(after), reason }
    await keepChange(tx, asked, told, now)
    return after
  })
}

function profileOf(from: Profile): Profile {
  const { marketPosition, revenueRegions, supplyRegions, keyInputs, produces } = from
  return { marketPosition, revenueRegions, supplyRegions, keyInputs, produces }
}
