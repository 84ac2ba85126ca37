/** The news of a feed, asked for again only where it changed (RFC 9110, section 13.1). */

import { WebConfig } from '../../contracts/sources/web-scrape.ts'
import { expectGood, type Answer } from '../guarded/answer.ts'
import type { GuardedFetch } from '../guarded/fetch.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { publisherIdOf } from '../../domain/source/publisher.ts'
import { articleIdentity } from '../../domain/document/article-identity.ts'
import { decodeBytes } from '../../domain/document/text/decode.ts'
import { readInstant, readPublished } from '../../domain/document/text/instant.ts'
import type { Adapter, Errand, FoundDocument } from '../../domain/source/found.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { redact } from '../../host/redact.ts'
import { sourceSettingsOf, settingText } from '../../host/source-settings.ts'
import { readFeed } from './read-feed.ts'
import type { FeedItem } from './read-item.ts'

const limits = {
  bytesMax: 5 * 1024 * 1024,
  waitMs: 15_000,
  wants: {
    says: 'a feed',
    test: (mediaType: string) => /^$|^text\/|xml|json|octet-stream/.test(mediaType),
  },
}
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json;q=0.9, application/xml;q=0.9, text/xml;q=0.9'

export const feed =
  (guardedFetch: GuardedFetch): Adapter =>
  async ({ job, seen, now, signal }) => {
    const settings = sourceSettingsOf(WebConfig, job)
    const headers = { accept: ACCEPT, ...conditionsOf(seen.state) }
    const answer = expectGood(await guardedFetch(settings.url, { ...limits, headers, signal }))
    const notes = answer.movedTo ? [`it moved for good to ${redact(answer.movedTo)}`] : []
    if (answer.status === 304) return { documents: [], seen: {}, notes }
    const contentType = answer.headers.get('content-type') ?? ''
    const { text, charset, guessed } = decodeBytes(answer.body, { contentType })
    if (guessed && charset !== 'utf-8') notes.push(`its bytes were read as ${charset}`)
    const { items, rejects, isWhole } = readFeed(text, answer.url)
    const firstFetchedAt = readInstant(settingText(seen.state, 'first_fetched_at') ?? '') ?? now
    const about = { job, now, firstFetchedAt, settings }
    const documents = items.map((item) => toDocument(item, about))
    const known = documents.filter((document) => !isAhead(document, now))
    // An item dated ahead is taken when its time has come, so the feed must not answer "unchanged".
    const isDone = isWhole && known.length === documents.length
    return {
      documents: known,
      rejects,
      missing: isWhole ? [] : ['the feed breaks off; it is asked for again'],
      seen: {
        lastPublishedAt: newestOf(known),
        state: {
          ...(isDone ? conditionsToKeep(answer) : {}),
          first_fetched_at: firstFetchedAt.toISOString(),
        },
      },
      notes,
    }
  }

function conditionsOf(state: Errand['seen']['state']): Record<string, string> {
  const etag = settingText(state, 'etag')
  const changed = settingText(state, 'last_modified')
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(changed ? { 'if-modified-since': changed } : {}),
  }
}

function conditionsToKeep({ headers }: Answer): Record<string, string> {
  return {
    etag: headers.get('etag') ?? '',
    last_modified: headers.get('last-modified') ?? '',
  }
}

/** Dated up to a day ahead: its time will come. What is dated further off is taken as it is, flagged. */
function isAhead({ publishedAt }: FoundDocument, now: Date): boolean {
  return publishedAt > now && publishedAt.getTime() <= now.getTime() + DAY_MS
}

function newestOf(documents: readonly FoundDocument[]): Date | null {
  const times = documents
    .filter(({ dateFlags = [] }) => !dateFlags.includes('date_implausible'))
    .map(({ publishedAt }) => publishedAt.getTime())
  return times.length ? new Date(Math.max(...times)) : null
}

type Settings = {
  url: string
  owner?: string | undefined
  time_zone?: string | undefined
  lookback_days: number
}
type About = Pick<Errand, 'job' | 'now'> & { firstFetchedAt: Date; settings: Settings }

function toDocument(item: FeedItem, { job, now, firstFetchedAt, settings }: About): FoundDocument {
  const publisher = item.publisher || job.source_name
  const publisherDomain = publisherIdOf(settings.owner ?? settings.url)
  const { at, flags, hasHour } = readPublished(item.published, {
    now,
    firstFetchedAt,
    lookBackDays: settings.lookback_days,
    zone: settings.time_zone,
  })
  const publishedAt = flags.includes('undated') ? null : at
  return {
    documentType: 'article',
    identity: articleIdentity({
      title: item.title,
      publishedAt,
      publisher,
      url: item.link || null,
    }),
    sourceItemId: item.id || null,
    ticker: job.ticker,
    title: item.title,
    url: item.link || null,
    author: item.author || null,
    publisher,
    publisherDomain: publisherDomain ?? null,
    summary: item.summary,
    credibilityScore: credibilityOf(publisherDomain, job.credibility_score),
    publishedAt: at,
    hourIsSynthetic: !hasHour,
    dateFlags: flags,
    raw: {
      bucket: 'stonks-raw-news',
      bytes: Buffer.from(JSON.stringify({ ...item, publisher })),
      mediaType: 'application/json',
    },
  }
}
