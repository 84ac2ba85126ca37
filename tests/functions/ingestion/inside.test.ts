/** A source that leads to our own machines or networks reaches nobody there, whatever leads to it. */

import { describe, expect, test } from 'vitest'
import { readHosts } from '#shared/domain/source/outside.ts'
import { startDecoy } from '../../helpers/evil.ts'
import { insideForms, oddForms } from '../../helpers/inside-forms.ts'
import { jobFor, openBench } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const decoy = await startDecoy()
const forms = [...insideForms(decoy.port), ...oddForms]
const NOW = '2019-01-03T15:00:00Z'
const says = { message: expect.stringMatching(/expected |redirects to/) as string }

async function refused(
  source: Omit<Parameters<typeof jobFor>[1], 'sourceName'>,
  name: string,
): Promise<void> {
  const job = await jobFor(sql, { ...source, sourceName: name })
  await expect(bench.run(job, NOW), name).rejects.toMatchObject(says)
  const [run] = await sql`select status from ingestion_runs where source_id = ${job.source_id}`
  expect(run, name).toEqual({ status: 'failed' })
}

describe('nobody is reached, in more than sixty spellings,', () => {
  test('by a feed', async () => {
    for (const url of forms)
      await refused({ sourceType: 'web_scrape', config: { format: 'feed', url } }, `feed ${url}`)
    expect(decoy.connections()).toBe(0)
  })

  test('by a feed of the world', async () => {
    for (const url of forms)
      await refused({ sourceType: 'macro_news', config: { format: 'feed', url } }, `macro ${url}`)
    expect(decoy.connections()).toBe(0)
  })

  test('by a page', async () => {
    for (const url of forms)
      await refused({ sourceType: 'web_scrape', config: { url } }, `page ${url}`)
    expect(decoy.connections()).toBe(0)
  })

  test('by a redirect of a feed or page', async () => {
    const sent = forms.filter((form) => !/[^\x21-\x7e]/.test(form))
    expect(sent.length).toBeGreaterThan(60)
    for (const [place, location] of sent.entries()) {
      const path = `/redirect/${place}`
      server.answer(path, { status: 302, headers: { location } })
      const url = server.url + path
      await refused({ sourceType: 'web_scrape', config: { url } }, `page to ${location}`)
      await refused(
        { sourceType: 'web_scrape', config: { format: 'feed', url } },
        `feed to ${location}`,
      )
    }
    expect(decoy.connections()).toBe(0)
  })

  test('by a next page', async () => {
    for (const [place, form] of forms.entries()) {
      const next_url = `${form}?cursor=${place}`
      server.answer('/polygon/v2/reference/news', {
        body: JSON.stringify({ results: [], next_url }),
      })
      const config = { ticker: `T${place}` }
      await bench.run(
        await jobFor(sql, { sourceType: 'news_api', config, sourceName: next_url }),
        NOW,
      )
    }
    expect(decoy.connections()).toBe(0)
  })
})

test('an operator’s own host is reached, and no other port of it', async () => {
  expect(readHosts(new URL(server.url).host)).toEqual([new URL(server.url).host])
  server.answer('/own', { headers: { 'content-type': 'text/plain' }, body: 'Own words' })
  const job = await jobFor(sql, {
    sourceType: 'web_scrape',
    sourceName: 'Own',
    config: { url: `${server.url}/own` },
  })
  expect(await bench.run(job, NOW)).toHaveLength(1)
})
