/** What the API tells of events of the world, over a real database. */

import { describe, expect, test } from 'vitest'
import type { EventPage, EventRow, EventStory } from '#shared/contracts/api/events.ts'
import { openApi } from './api.ts'
import { ids } from './fixture-base.ts'
import { eventId } from './fixture-layers.ts'

const { sql, call, read } = await openApi()
const idsOf = async (search: string) =>
  (await read<EventRow[]>(`/api/events${search}`)).map(({ globalEventId }) => globalEventId)
const regionsOf = (search = '') => read(`/api/event-regions${search}`)

describe('events of the world', () => {
  test('come newest first, each with those it hits, the most moved first', async () => {
    const rows = await read<EventRow[]>('/api/events')
    expect(rows.map(({ globalEventId }) => globalEventId)).toEqual([8, 10, 11].map(eventId))
    expect(rows[1]).toMatchObject({
      hits: 5,
      mostHit: [
        { ticker: 'AAPL', score: 0.55, direction: -1 },
        { ticker: 'NVDA' },
        { ticker: 'MSFT' },
        { ticker: 'AMZN' },
      ],
    })
    expect(rows[2]).toMatchObject({ hits: 0, mostHit: [] })
  })

  test.each([
    ['?severity=critical', [10]],
    ['?direction=rate_cut', [11]],
    ['?region=China', [10]],
    ['?region=Atlantis', []],
    ['?ticker=amzn', [8, 10]],
    ['?range=1d&ticker=xom', [8]],
  ] as const)('are narrowed by %s', async (search, places) => {
    expect(await idsOf(search)).toEqual(places.map(eventId))
  })

  test('are told up to now and as far back as was asked, to the second', async () => {
    const move = (by: string) =>
      sql`update global_events set occurred_at = ${new Date('2024-03-14T14:30:00Z')}::timestamptz
        + ${by}::interval where global_event_id = ${eventId(8)}`
    const [{ occurredAt } = { occurredAt: new Date() }] = await sql<{ occurredAt: Date }[]>`
      select occurred_at from global_events where global_event_id = ${eventId(8)}`
    for (const [by, isThere] of [
      ['0', true],
      ['1 second', false],
      ['-1 day', false],
      ['-86399 seconds', true],
    ] as const) {
      await move(by)
      expect((await idsOf('?range=1d')).includes(eventId(8)), by).toBe(isThere)
    }
    await sql`update global_events set occurred_at = ${occurredAt} where global_event_id = ${eventId(8)}`
  })

  test('that a correction took back are told no more, but their page stays', async () => {
    const reason = (code: string | null) =>
      sql`update documents set status_reason = ${code} where document_id = ${ids.document(8)}`
    await reason('no_event')
    expect(await idsOf('')).toEqual([10, 11].map(eventId))
    expect((await call(`/api/events/${eventId(8)}`)).status).toBe(200)
    await reason(null)
  })

  test('say by region how many there were, how grave, and which way they point', async () => {
    expect(await regionsOf()).toEqual({
      events: 3,
      nowhere: 1,
      regions: [
        { region: 'China', events: 1, grave: 1, worse: 1, better: 0 },
        { region: 'Middle East', events: 1, grave: 1, worse: 1, better: 0 },
        { region: 'US', events: 1, grave: 1, worse: 1, better: 0 },
      ],
    })
    expect(await regionsOf('?severity=moderate')).toEqual({ events: 1, nowhere: 1, regions: [] })
  })

  test('say of each company what the number is made of', async () => {
    const { hits, event } = await read<EventPage>(`/api/events/${eventId(8)}`)
    expect(event.documentId).toBe(ids.document(8))
    expect(hits.map(({ ticker, direction }) => [ticker, direction])).toEqual([
      ['XOM', 1],
      ['AMZN', -1],
    ])
    expect(hits[0]?.components).toMatchObject({ geography: 0.6, tier: 0.85 })
  })

  test('whose id nobody knows are not found, and what is no filter is refused', async () => {
    expect((await call(`/api/events/${ids.document(1)}`)).status).toBe(404)
    expect((await call('/api/events?severity=awful')).status).toBe(422)
  })
})

describe('stories', () => {
  const storiesOf = async (search = '') => read<EventStory[]>(`/api/event-stories${search}`)
  const places = new Map([8, 10, 11].map((place) => [eventId(place), place]))
  const brief = async (search = '') =>
    (await storiesOf(search)).map(({ globalEventId, events, owners }) =>
      [places.get(globalEventId), events, owners].join(' '),
    )
  const tell = (place: number, story: number | null) =>
    sql`update documents set story_id = ${story === null ? null : ids.document(story)}
      where document_id = ${ids.document(place)}`

  test('that nobody else tells are a row each, as are those of documents that have none', async () => {
    expect(await brief()).toEqual(['8 1 1', '10 1 1', '11 1 1'])
    await tell(10, 10)
    expect(await brief()).toEqual(['8 1 1', '10 1 1', '11 1 1'])
    await tell(10, null)
  })

  test('are a row for their newest event, with how many tell them by how many owners', async () => {
    for (const place of [8, 11, 1, 5]) await tell(place, 11)
    // 8 is told by The Daily Ledger, 1, 5 and 11 by Example Wire, once as a domain of that owner.
    await sql`insert into publishers (domain, name, owner, first_seen_at, credibility)
      values ('ledger.example', 'x', 'Example Wire', '2024-01-01', 0.5)`
    await sql`update documents set publisher_domain = 'ledger.example' where document_id = ${ids.document(1)}`
    expect(await brief()).toEqual(['8 2 2', '10 1 1'])
    expect((await storiesOf())[0]).toMatchObject({ storyId: ids.document(11), tellings: 4 })
    expect(await idsOf(`?story=${ids.document(11)}`)).toEqual([8, 11].map(eventId))
  })

  test('are those of the events that are asked for alone', async () => {
    expect(await brief('?direction=rate_cut')).toEqual(['11 1 2'])
    expect(await idsOf(`?direction=rate_cut&story=${ids.document(11)}`)).toEqual([eventId(11)])
    expect(await brief('?ticker=XOM')).toEqual(['8 1 2'])
    await sql`update documents set status_reason = 'no_event' where document_id = ${ids.document(8)}`
    expect(await brief()).toEqual(['10 1 1', '11 1 2'])
    await sql`update documents set status_reason = null where document_id = ${ids.document(8)}`
  })

  test.each(['', '&sort=occurredAt'])('stand on one page alone, page by page%s', async (sort) => {
    const whole = await brief(`?limit=50${sort}`)
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 5; page += 1) {
      const asked = `?limit=1${sort}${after && `&after=${after}`}`
      const [row] = await storiesOf(asked)
      if (!row) break
      seen.push(...(await brief(asked)))
      after = row.globalEventId
    }
    expect(seen).toEqual(whole)
    expect(seen).toHaveLength(2)
  })
})
