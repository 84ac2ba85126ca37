/** The feeds that other readers are tried with: each is read as they say, or refused with a reason. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readFeed } from '#shared/clients/rss/read-feed.ts'
import type { FeedItem } from '#shared/clients/rss/read-item.ts'
import { markupToText } from '#shared/domain/document/html/markup.ts'
import { decodeBytes } from '#shared/domain/document/text/decode.ts'
import { readInstant } from '#shared/domain/document/text/instant.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { beside } from '../../../helpers/beside.ts'

const peers = beside('data/peer-suites/feeds')
const folder = mkdtempSync(join(tmpdir(), 'feeds-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FIELDS: Record<string, keyof FeedItem> = {
  id: 'id',
  guid: 'id',
  title: 'title',
  link: 'link',
  author: 'author',
  published: 'published',
  updated: 'published',
  summary: 'summary',
  description: 'summary',
  content: 'content',
}
const EXPECTS =
  /entries\[0\]\['(id|guid|title|link|author|published|updated|summary|description|content)'\](?:\[0\]\['value'\])? == u?'([^']*)'/

/** Where we read on purpose what their authors do not. */
const OTHERWISE: Record<string, string> = {
  'rss/item_summary_and_description.xml': 'the description stands before the summary',
  'rss/item_description_not_a_doctype.xml': 'markup that is none, shown as text',
  'atom10/entry_author_map_author.xml': 'a name is no address',
  'rss/item_author.xml': 'a name is no address',
  'rss/entity_in_doctype.xml': 'entities of a feed are not unfolded',
  'rss/item_image_link_conflict.xml': 'a host has one spelling',
  'atom10/entry_content_div_escaped_markup.xml': 'markup that is escaped twice is text',
}

function readPeer(text: string, url: string): { item?: FeedItem | undefined; refused?: string } {
  try {
    const { items, rejects } = readFeed(text, url)
    return items.length > 0 ? { item: items[0] } : { refused: rejects[0]?.reason ?? 'no items' }
  } catch (fault) {
    if (fault instanceof PermanentFault) return { refused: fault.reason }
    throw fault
  }
}

const plain = (text: string) => markupToText(text).replace(/\s+/g, ' ').trim()

describe.skipIf(peers.why !== '')(`feeds of feedparser's suite${peers.why}`, () => {
  test('are read as it says, or refused with a reason', () => {
    execFileSync('tar', ['xzf', join(peers.path, 'feedparser_dev.tar.gz'), '-C', folder])
    const wrong: string[] = []
    const counts = { files: 0, read: 0, asExpected: 0, refused: 0 }
    for (const kind of ['rss', 'atom10']) {
      for (const name of readdirSync(join(folder, 'tests/wellformed', kind))) {
        const bytes = readFileSync(join(folder, 'tests/wellformed', kind, name))
        const text = decodeBytes(bytes).text
        const url = `http://127.0.0.1:8097/tests/wellformed/${kind}/${name}`
        counts.files += 1
        const asItIs = readPeer(text, url)
        // Most cases are of one field, and no item is taken without a title.
        const { item, refused } = asItIs.item
          ? asItIs
          : readPeer(
              text.replace(/<(?:\w+:)?(?:item|entry)(?:\s[^>]*)?(?<!\/)>/, '$&<title>T</title>'),
              url,
            )
        if (asItIs.refused) counts.refused += 1
        const [, field = '', value = ''] = EXPECTS.exec(text) ?? []
        const key = FIELDS[field]
        if (!item || !key) {
          if (key) wrong.push(`${kind}/${name}: refused as ${refused}`)
          continue
        }
        counts.read += 1
        const isSame =
          item[key] === value ||
          plain(item[key]) === plain(value) ||
          (key === 'title' && item.title === plain(value)) ||
          (key === 'published' &&
            readInstant(item[key])?.getTime() === readInstant(value)?.getTime())
        if (isSame) counts.asExpected += 1
        else if (!(`${kind}/${name}` in OTHERWISE))
          wrong.push(`${kind}/${name}: ${key}: expected ${value}, found ${item[key]}`)
      }
    }
    expect(wrong).toEqual([])
    expect(counts).toEqual({ files: 434, read: 74, asExpected: 69, refused: 376 })
  })
})

type Expected = { items: { title?: string; link?: string; guid?: string; isoDate?: string }[] }

describe.skipIf(peers.why !== '')(`feeds of rss-parser's suite${peers.why}`, () => {
  const names = peers.why
    ? []
    : readdirSync(join(peers.path, 'rss-parser')).filter((name) => !name.endsWith('.json'))
  test.each(names)('%s', (name) => {
    const path = join(peers.path, 'rss-parser', name)
    const text = decodeBytes(readFileSync(path)).text
    if (name === 'unrecognized.rss') {
      expect(() => readFeed(text, 'http://x.example/')).toThrow('expected RSS')
      return
    }
    const wanted = JSON.parse(readFileSync(path.replace(/\.\w+$/, '.json'), 'utf8')) as {
      feed: Expected
    }
    const { items, rejects } = readFeed(text, 'http://x.example/')
    expect(items.length + rejects.length).toBe(wanted.feed.items.length)
    // Their reader was given the text in a wrong character set.
    const titled = wanted.feed.items.filter(({ title }) => title && !title.includes('\ufffd'))
    for (const { title, link, isoDate } of titled) {
      const item = items.find((each) => plain(each.title) === plain(title ?? ''))
      expect(item, title).toBeDefined()
      if (link && !text.includes('origLink'))
        expect(item?.link).toBe(new URL(link, 'http://x.example/').href)
      if (isoDate) expect(readInstant(item?.published ?? '')).toEqual(new Date(isoDate))
    }
  })
})
