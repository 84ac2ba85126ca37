/**
 * Whether the owner of a publisher has a record, and how far it is believed: known by name, vouched for by
 * whoever registered its source, or earned by telling first what known owners told later. What was earned is lost
 * by whom prices contradict.
 *
 * Source: docs/FORMULAS.md, Publishers, record.
 */

import type { OwnerRecord } from '../signal/weight.ts'
import { DAY_MS } from '../spans.ts'
import { shareInterval } from '../statistics/share-interval.ts'
import { CREDIBILITY_UNKNOWN } from './credibility.ts'
import { isPaidWire, standingOf } from './publisher.ts'

const recordDefaults = {
  credibilityMin: 0.1,
  /** Age at which a record may be full. */
  ageDays: 180,
  /** Different days on which a story of its own was borne out. */
  confirmedDays: 20,
  /** Of the stories it told first, the share that was. */
  confirmedShare: 0.25,
  /** Of what anybody says of the next session, the share that is borne out by chance. */
  chance: 0.5,
}

/** What a publisher has done so far. */
export type PastOf = {
  firstSeenAt: Date
  /** Stories that it told first. */
  stories: number
  /** Of these, told later by a known owner that is another. */
  confirmed: number
  confirmedDays: number
  /** Claims that a session tried, and those of them that it bore out. */
  tried: number
  borneOut: number
}

export type OwnerStanding = { record: OwnerRecord; credibility: number }

/**
 * The standing of a publisher at a moment. `credibility` is what its source is believed: above that of an
 * unknown one a person has vouched for it.
 */
export function ownerRecordOf(
  publisherId: string | null,
  credibility: number,
  past: PastOf | undefined,
  now: Date,
): OwnerStanding {
  const listed = publisherId === null ? undefined : standingOf(publisherId)
  if (listed !== undefined && listed < CREDIBILITY_UNKNOWN) return { record: 'none', credibility }
  const held = past ? heldOf(past) : 1
  if (publisherId !== null && isPaidWire(publisherId)) return earned(credibility, held)
  if (credibility > CREDIBILITY_UNKNOWN) return { record: 'known', credibility }
  if (listed !== undefined) return earned(credibility, held)
  const trust = past ? trustOf(past, now) : 0
  const { credibilityMin } = recordDefaults
  const reached = credibilityMin + (CREDIBILITY_UNKNOWN - credibilityMin) * trust
  const standing = earned(Math.min(credibility, reached), held)
  return trust >= 1 ? standing : { ...standing, record: 'none' }
}

/** A record that was earned, as far as it is still held. */
function earned(credibility: number, held: number): OwnerStanding {
  const { credibilityMin } = recordDefaults
  const above = Math.max(0, credibility - credibilityMin)
  return {
    record: held >= 1 ? 'earned' : 'none',
    credibility: held >= 1 ? credibility : credibility - above * (1 - held),
  }
}

/**
 * Of what was earned, the share that is held: in (0, 1], 1 but where the publisher is surely borne out less
 * often than by chance. To be borne out more often earns nothing, or a lucky liar would gain.
 */
export function heldOf({ tried, borneOut }: Pick<PastOf, 'tried' | 'borneOut'>): number {
  return Math.min(1, shareInterval(borneOut, tried).high / recordDefaults.chance)
}

/** In [0, 1]: age alone earns nothing, and nothing is earned without age. */
export function trustOf(past: PastOf, now: Date): number {
  const { firstSeenAt, stories, confirmed, confirmedDays } = past
  const share = stories === 0 ? 0 : confirmed / stories
  const age = Math.max(0, now.getTime() - firstSeenAt.getTime()) / DAY_MS
  const upTo = (found: number, full: number) => Math.min(1, found / full)
  return (
    upTo(age, recordDefaults.ageDays) *
    upTo(confirmedDays, recordDefaults.confirmedDays) *
    upTo(share, recordDefaults.confirmedShare)
  )
}
