import { describe, expect, it } from 'vitest'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { placeInStories } from '#shared/sql/documents/stories.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
const functions = as('stonks_functions')
const idOf = (name: string) => deriveId('document', name)

async function put(name: string, title: string, day = '02', summary = '') {
  await sql`insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key,
      raw_sha256, title, summary, published_at, ingested_at, status_at)
    values (${idOf(name)}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256(name)}, ${title}, ${summary},
      ${new Date(`2026-03-${day}T12:00:00Z`)}, now(), now())`
  return {
    documentId: idOf(name),
    title,
    lead: summary,
    publishedAt: new Date(`2026-03-${day}T12:00:00Z`),
  }
}
const storyOf = async (name: string) => {
  const [row] = await sql<{ storyId: string | null }[]>`
    select story_id from documents where document_id = ${idOf(name)}`
  return row?.storyId
}
const place = (...tellings: Parameters<typeof placeInStories>[1]) =>
  functions.begin((tx) => placeInStories(tx, tellings))

describe('placeInStories()', () => {
  it('gives copies the story of the first, in one go and days later', async () => {
    await place(
      await put('a', 'Ford recalls 98,000 trucks over doors'),
      await put('b', 'Ford recalls 98,000 trucks over doors', '03'),
    )
    await place(
      await put(
        'c',
        'Ford recalls 98,000 trucks over the doors',
        '04',
        '<p>More of <b>it</b>.</p>',
      ),
    )
    await place(await put('d', 'Ford hires 2,000 people in Ohio', '04'))
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(storyOf))).toEqual([
      idOf('a'),
      idOf('a'),
      idOf('a'),
      idOf('d'),
    ])
  })

  it('founds one story where two copies come at once', async () => {
    const [one, other] = [
      await put('e', 'Boeing wins order of 40 jets'),
      await put('f', 'Boeing wins order of 40 jets'),
    ]
    await Promise.all([place(one), place(other)])
    expect(await storyOf('e')).toBe(await storyOf('f'))
  })

  it('changes nothing the second time', async () => {
    const again = {
      documentId: idOf('d'),
      title: 'Ford hires 2,000 people in Ohio',
      lead: '',
      publishedAt: new Date('2026-03-04T12:00:00Z'),
    }
    await place(again)
    expect(await storyOf('d')).toBe(idOf('d'))
  })
})
