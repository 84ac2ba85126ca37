import { describe, expect, it } from 'vitest'
import {
  isSameStory,
  nearbyStoryKeys,
  storyKeys,
  type Telling,
} from '#shared/domain/document/same-story.ts'

const telling = (title: string, lead = '', day = '2026-03-02'): Telling => ({
  title,
  lead,
  publishedAt: new Date(`${day}T12:00:00Z`),
})
const lead =
  'Ford Motor said on Monday it would recall 98,000 pickup trucks in North America because a door may open while driving.'
const form = (name: string) =>
  `${name} discloses an interest of 1.2% in relevant securities under Rule 8.3 of the Takeover Code, made on 2 March 2026 by the discloser as principal.`

describe('isSameStory()', () => {
  it.each([
    [
      'a copy',
      telling('Ford recalls 98,000 trucks', lead),
      telling('Ford recalls 98,000 trucks', lead),
    ],
    [
      'another headline over it',
      telling('Ford recalls 98,000 trucks', lead),
      telling('Ford to recall 98,000 pickups', lead),
    ],
    [
      'the headline alone',
      telling('Ford recalls 98,000 trucks over doors', lead),
      telling('Ford recalls 98,000 trucks over doors'),
    ],
    [
      'a label before it',
      telling('Exclusive: Aramco mulls stake in chemical firm'),
      telling('Aramco mulls stake in chemical firm'),
    ],
    [
      'another word in title case',
      telling('Ford Recalls 98,000 Trucks Over Door Fault', lead),
      telling('Ford Recalls 98,000 Trucks Over Door Issue', lead),
    ],
    [
      'title case',
      telling('Ford Recalls 98,000 Trucks Over Doors'),
      telling('Ford recalls 98,000 trucks over doors'),
    ],
    [
      'a hyphen',
      telling('Siemens names new investment-banking chief'),
      telling('Siemens names new investment banking chief'),
    ],
  ])('joins %s', (_what, one, other) => {
    expect(isSameStory(one, other)).toBe(true)
    expect(isSameStory(other, one)).toBe(true)
  })

  it.each([
    [
      'one form filled in by two companies',
      telling('Ford Motor: Form 8.3 - Opening Position Disclosure', form('Ford Motor')),
      telling('Apple: Form 8.3 - Opening Position Disclosure', form('Apple')),
    ],
    [
      'such a form with the name at its end',
      telling('Total Voting Rights of Barclays', form('Barclays')),
      telling('Total Voting Rights of Unilever', form('Unilever')),
    ],
    [
      'such a form without a text',
      telling('Ford Motor: Form 8.3 - Opening Position Disclosure'),
      telling('Apple: Form 8.3 - Opening Position Disclosure'),
    ],
    [
      'companies that announce in one phrase',
      telling(
        'Profit Warning',
        'BP p.l.c. expects full-year profit well below forecasts; shares plunge.',
      ),
      telling(
        'Profit Warning',
        'Unilever PLC expects full-year profit well below forecasts; shares plunge.',
      ),
    ],
    [
      'numbers of another day',
      telling(
        'Transaction in Own Shares',
        'Shell plc bought 1,500,000 of its shares at 2,810 pence under its buyback.',
      ),
      telling(
        'Transaction in Own Shares',
        'Shell plc bought 900,000 of its shares at 2,790 pence under its buyback.',
      ),
    ],
    [
      'what is told a week later',
      telling('Ford recalls 98,000 trucks', lead),
      telling('Ford recalls 98,000 trucks', lead, '2026-03-09'),
    ],
    [
      'another thing of the same company',
      telling('Ford recalls 98,000 trucks'),
      telling('Ford hires 2,000 in Ohio'),
    ],
    [
      'the opposite',
      telling('Apple shares rise after earnings'),
      telling('Apple shares fall after outlook'),
    ],
    ['two without words', telling(''), telling('')],
  ])('keeps apart %s', (_what, one, other) => {
    expect(isSameStory(one, other)).toBe(false)
    expect(isSameStory(other, one)).toBe(false)
  })
})

describe('storyKeys()', () => {
  const shares = (one: Telling, other: Telling) => {
    const near = new Set(nearbyStoryKeys(one))
    return storyKeys(other).some((key) => near.has(key))
  }

  it('finds what may be one story within three days, and not later', () => {
    const first = telling('Ford recalls 98,000 trucks', lead)
    expect(shares(telling('Ford to recall 98,000 pickups', lead, '2026-03-05'), first)).toBe(true)
    expect(shares(telling('Ford recalls 98,000 trucks', lead, '2026-03-06'), first)).toBe(false)
    expect(
      shares(
        telling('Ford recalls 98,000 trucks over doors'),
        telling('Ford recalls 98,000 trucks over doors', lead),
      ),
    ).toBe(true)
  })

  it('finds no others by chance, and nothing by no words', () => {
    const titles = Array.from({ length: 200 }, (_, n) =>
      telling(`A${n} buys b${n} of c${n} for d${n}`),
    )
    const [first] = titles
    expect(titles.slice(1).filter((other) => shares(first!, other)).length).toBe(0)
    expect(storyKeys(telling(''))).toEqual([])
  })

  it('fits a bigint of PostgreSQL', () => {
    for (const key of storyKeys(telling('Ford recalls 98,000 trucks', lead)))
      expect(key >= -(2n ** 63n) && key < 2n ** 63n).toBe(true)
  })
})
