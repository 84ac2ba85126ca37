import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { shareInterval } from '#shared/domain/statistics/share-interval.ts'
import { ownerOf, publisherIdOf } from '#shared/domain/source/publisher.ts'
import { heldOf, ownerRecordOf, trustOf, type PastOf } from '#shared/domain/source/record.ts'

const now = new Date('2026-03-10T15:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const full: PastOf = {
  firstSeenAt: daysAgo(180),
  stories: 80,
  confirmed: 20,
  confirmedDays: 20,
  tried: 0,
  borneOut: 0,
}
/** Wilson's upper end of 40 of 100 is 0.4980, of 41 of 100 0.5081. */
const contrary: PastOf = { ...full, tried: 100, borneOut: 40 }
const told = (address: string, credibility: number, past?: PastOf) => {
  const { record, credibility: believed } = ownerRecordOf(
    publisherIdOf(address) ?? null,
    credibility,
    past,
    now,
  )
  return `${record} ${believed.toFixed(2)}`
}

test.each([
  // where, believed by its source, what it did           record and how far it is believed
  ['https://www.reuters.com/a', 0.85, undefined, 'known 0.85'],
  ['https://www.prnewswire.com/a', 0.65, undefined, 'earned 0.65'],
  ['https://www.fool.com/a', 0.5, undefined, 'earned 0.50'],
  ['https://www.reddit.com/r/stocks', 0.4, full, 'none 0.40'],
  ['https://fresh.com/a', 0.5, undefined, 'none 0.10'],
  ['https://vouched-for.com/a', 0.6, undefined, 'known 0.60'],
  ['https://doubted.com/a', 0.05, full, 'earned 0.05'],
  ['https://fresh.com/a', 0.5, full, 'earned 0.50'],
  ['https://fresh.com/a', 0.5, { ...full, firstSeenAt: daysAgo(179) }, 'none 0.50'],
  ['https://fresh.com/a', 0.5, { ...full, confirmedDays: 19 }, 'none 0.48'],
  ['https://fresh.com/a', 0.5, { ...full, confirmed: 19 }, 'none 0.48'],
  ['https://aged.com/a', 0.5, { ...full, confirmed: 0, confirmedDays: 0 }, 'none 0.10'],
  // Borne out surely less often than by chance: nothing that was earned is held; known owners are no matter of it.
  ['https://fresh.com/a', 0.5, contrary, 'none 0.50'],
  ['https://fresh.com/a', 0.5, { ...contrary, borneOut: 41 }, 'earned 0.50'],
  ['https://fresh.com/a', 0.5, { ...contrary, borneOut: 20 }, 'none 0.33'],
  ['https://fresh.com/a', 0.5, { ...contrary, borneOut: 0 }, 'none 0.13'],
  ['https://fresh.com/a', 0.5, { ...full, tried: 3, borneOut: 0 }, 'earned 0.50'],
  ['https://fresh.com/a', 0.5, { ...full, tried: 4, borneOut: 0 }, 'none 0.49'],
  ['https://fresh.com/a', 0.5, { ...full, tried: 100, borneOut: 100 }, 'earned 0.50'],
  ['https://fresh.com/a', 0.05, { ...contrary, borneOut: 0 }, 'none 0.05'],
  ['https://www.prnewswire.com/a', 0.65, { ...contrary, borneOut: 0 }, 'none 0.14'],
  ['https://www.fool.com/a', 0.5, { ...contrary, borneOut: 0 }, 'none 0.13'],
  ['https://www.reuters.com/a', 0.85, { ...contrary, borneOut: 0 }, 'known 0.85'],
  ['https://vouched-for.com/a', 0.6, { ...contrary, borneOut: 0 }, 'known 0.60'],
  // What only looks like a known owner is nobody.
  ['https://www.reuters.com.co/a', 0.5, undefined, 'none 0.10'],
  ['https://reuters.com.evil.net/a', 0.5, undefined, 'none 0.10'],
  ['https://rеuters.com/a', 0.5, undefined, 'none 0.10'],
])('%s believed %d: %o', (address, credibility, past, expected) => {
  expect(told(address, credibility, past)).toBe(expected)
})

test('whoever is paid to tell is one owner, whichever the wire', () => {
  const owners = ['prnewswire.com', 'businesswire.com', 'globenewswire.com', 'prweb.com'].map(
    ownerOf,
  )
  expect(new Set(owners).size).toBe(1)
})

const past = fc.record({
  firstSeenAt: fc.nat(400).map(daysAgo),
  stories: fc.nat(200),
  confirmed: fc.nat(50),
  confirmedDays: fc.nat(40),
  tried: fc.constant(0),
  borneOut: fc.constant(0),
})
property.prop([past, fc.nat(300)])('trust is in [0, 1], and age alone earns none', (one, days) => {
  expect(trustOf(one, now)).toBeGreaterThanOrEqual(0)
  expect(trustOf(one, now)).toBeLessThanOrEqual(1)
  const later = new Date(now.getTime() + days * 86_400_000)
  expect(trustOf(one, later)).toBeGreaterThanOrEqual(trustOf(one, now))
  expect(trustOf({ ...one, confirmed: 0, confirmedDays: 0 }, later)).toBe(0)
})

const tries = fc
  .nat(400)
  .chain((tried) => fc.record({ tried: fc.constant(tried), borneOut: fc.nat(tried) }))
const sites = fc.constantFrom(
  'fresh.com',
  'fool.com',
  'prnewswire.com',
  'reuters.com',
  'reddit.com',
)
property.prop([past, tries, sites, fc.double({ min: 0, max: 1, noNaN: true })])(
  'how often one was borne out never raises what it is believed, and lowers it below chance alone',
  (one, tried, site, credibility) => {
    const before = ownerRecordOf(site, credibility, one, now)
    const after = ownerRecordOf(site, credibility, { ...one, ...tried }, now)
    expect(after.credibility).toBeLessThanOrEqual(before.credibility)
    if (before.record !== 'earned') expect(after.record).toBe(before.record)
    const { high } = shareInterval(tried.borneOut, tried.tried)
    if (high >= 0.5) expect(after).toEqual(before)
    else if (before.record === 'earned') expect(after.record).toBe('none')
  },
)

property.prop([tries])(
  'one more that is borne out never lowers what is held',
  ({ tried, borneOut }) => {
    fc.pre(borneOut < tried)
    expect(heldOf({ tried, borneOut: borneOut + 1 })).toBeGreaterThanOrEqual(
      heldOf({ tried, borneOut }),
    )
  },
)
