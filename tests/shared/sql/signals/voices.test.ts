import { expect, test } from 'vitest'
import { countPublished } from '#shared/sql/documents/publishers.ts'
import { readSignals } from '#shared/sql/signals/signals.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { putDocument } from '../../../helpers/signals.ts'

const { sql } = await cloneDatabase()
const NOW = new Date('2026-03-02T15:00:00Z')

const give = async (
  name: string,
  publisher: string,
  domain: string | null,
  flags: string[] = [],
) => {
  const { documentId } = await putDocument(sql, {
    ticker: 'ACME',
    name,
    publishedAt: NOW,
    publisher,
  })
  await sql`update documents set publisher_domain = ${domain}, date_flags = ${flags} where document_id = ${documentId}`
  await sql.begin((tx) =>
    countPublished(tx, [{ publisherDomain: domain, publisher, credibilityScore: 0.5 }], NOW),
  )
}

test('outlets of one owner are one voice, whatever they call themselves', async () => {
  await give('a', 'The Wall Street Journal', 'wsj.com')
  await give('b', 'MarketWatch', 'marketwatch.com')
  await give('c', 'Reuters', 'some-blog.example')
  await give('d', 'Bloomberg', 'some-blog.example')
  await give('e', 'Old Wire', null)
  const signals = await readSignals(sql, 'ACME', NOW)
  expect(new Set(signals.map(({ source }) => source))).toEqual(
    new Set(['Dow Jones', 'some-blog.example', 'Old Wire']),
  )
  expect(await sql`select domain, name, owner, documents from publishers order by domain`).toEqual([
    { domain: 'marketwatch.com', name: 'MarketWatch', owner: 'Dow Jones', documents: 1 },
    { domain: 'some-blog.example', name: 'Reuters', owner: 'some-blog.example', documents: 2 },
    { domain: 'wsj.com', name: 'The Wall Street Journal', owner: 'Dow Jones', documents: 1 },
  ])
})

test('a date that cannot be is told of its signal', async () => {
  await give('f', 'Old Wire', null, ['zone_assumed'])
  await give('g', 'Old Wire', null, ['zone_assumed', 'date_implausible'])
  const signals = await readSignals(sql, 'ACME', NOW)
  expect(signals.filter(({ dateIsImplausible }) => dateIsImplausible)).toHaveLength(1)
})
