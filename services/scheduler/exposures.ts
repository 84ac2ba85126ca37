/** Has every company hang on something of the world: profiles and rivals of those that nobody described. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { getWhole } from '#shared/clients/objects/whole.ts'
import { deriveRivals } from '#shared/domain/competitive/derive-rivals.ts'
import { deriveExposure } from '#shared/domain/macro/derive-exposure.ts'
import { readReportExposure } from '#shared/domain/macro/report-exposure.ts'
import { canonicalJson } from '#shared/host/canonical.ts'
import type { Sql } from '#shared/sql/open.ts'
import { addDerivedRivals, readRivalless } from '#shared/sql/registry/derived-rivals.ts'
import {
  readDerivable,
  saveDerivedExposure,
  type DerivableCompany,
  type DerivedVersion,
} from '#shared/sql/registry/derived-exposures.ts'
import type { Duty, DutyErrand, DutySettle } from './duty.ts'

/** Reports read in a round at most; the others are read in the next ones. */
const REPORTS_MAX = 20

const SECONDS = 3_600
const DEADLINE_MS = 20_000
/** How long reports are read in a round: half its deadline, so that what was read is kept. */
const READ_MS = 10_000

type DescribeDeps = { sql: Sql; objects: Pick<Objects, 'get'>; forMs?: number | undefined }

/** The duty: hourly, and in the first round. */
export function exposureDuty(deps: DescribeDeps): Duty {
  return {
    name: 'exposures',
    says: 'describes what companies hang on, and their rivals, where nobody did',
    cadence: { seconds: SECONDS },
    backOff: { seconds: 60, secondsMax: 900 },
    deadlineMs: DEADLINE_MS,
    run: (errand) => describeCompanies(deps, errand),
  }
}

/**
 * Makes what has changed anew. A profile that a person made, changed or withdrew is left alone, and so is
 * a company that has a rival. At least one report is read in a round, and none after `forMs`; one that cannot
 * be fetched is tried again in the next round, and fails this one only where nothing else came of it.
 */
async function describeCompanies(
  { sql, objects, forMs = READ_MS }: DescribeDeps,
  { now, signal }: DutyErrand,
): Promise<DutySettle | 'nothing'> {
  const companies = await readDerivable(sql, now)
  const reading: Reading = { read: 0, until: performance.now() + forMs, faults: [] }
  const made: DerivedVersion[] = []
  for (const company of companies) {
    signal.throwIfAborted()
    const version = await describe(objects, company, reading, now)
    if (version) made.push(version)
  }
  const rivals = deriveRivals(await readRivalless(sql, now))
  if (made.length === 0 && rivals.length === 0) {
    if (reading.faults.length > 0) throw reading.faults[0]
    return 'nothing'
  }
  return async (tx) => {
    let saved = await addDerivedRivals(tx, rivals, now)
    for (const version of made) if (await saveDerivedExposure(tx, version)) saved += 1
    return saved
  }
}

/** How many reports a round has read, until when it may, and what went wrong in it. */
type Reading = { read: number; until: number; faults: unknown[] }

/** The next version of its profile, from its report where that is its turn; undefined where there is none. */
async function describe(
  objects: Pick<Objects, 'get'>,
  company: DerivableCompany,
  reading: Reading,
  now: Date,
): Promise<DerivedVersion | undefined> {
  const isFirst = reading.read === 0 && reading.faults.length === 0
  const isItsTurn = reading.read < REPORTS_MAX && (isFirst || performance.now() < reading.until)
  if (isUnread(company) && isItsTurn)
    try {
      const version = await derive(objects, company, { reads: true, now })
      reading.read += 1
      return version
    } catch (fault) {
      reading.faults.push(fault)
    }
  // Until its report is read, its sector speaks for a company that has no profile.
  return derive(objects, company, { reads: false, now })
}

/** Whether it has a report that its profile was not read from. */
function isUnread({ report, reason }: DerivableCompany): boolean {
  return report !== null && !reason.includes(report.documentId)
}

/** The next version of its profile; undefined where it says what the one before says. */
async function derive(
  objects: Pick<Objects, 'get'>,
  company: DerivableCompany,
  { reads, now }: { reads: boolean; now: Date },
): Promise<DerivedVersion | undefined> {
  const { companyId, version: before, report, sector } = company
  // What was read of a report before is not read again: the profile stays until another comes.
  if (!reads && report !== null && before !== null) return undefined
  const text = reads && report ? await readReport(objects, report) : undefined
  const profile = deriveExposure(company, text === undefined ? null : readReportExposure(text))
  const from = report && reads ? `${report.title} (${report.documentId})` : ''
  const reason = [from, sector || 'a sector that nobody told'].filter(Boolean).join('; ')
  if (company.profile === null) return { companyId, before, profile, reason, now }
  const isSame = canonicalJson(JSON.parse(company.profile)) === canonicalJson(profile)
  return isSame && from === '' ? undefined : { companyId, before, profile, reason, now }
}

/** Undefined where the text is gone: then its sector speaks. */
async function readReport(
  objects: Pick<Objects, 'get'>,
  { bucket, key, sha256 }: NonNullable<DerivableCompany['report']>,
): Promise<string | undefined> {
  try {
    return (await getWhole(objects, { bucket, key, sha256 })).toString('utf8')
  } catch (fault) {
    if (fault instanceof ObjectMissing) return undefined
    throw fault
  }
}
