/** One web page: the article on it is the document, whatever stands around it. */

import { WebConfig } from '../../contracts/sources/web-scrape.ts'
import { expectGood, type Answer } from '../guarded/answer.ts'
import type { GuardedFetch } from '../guarded/fetch.ts'
import { PAGE_BYTES_MAX } from '../../domain/document/html/markup.ts'
import { readPage, type ReadPage } from '../../domain/document/html/page.ts'
import { steadyText } from '../../domain/document/html/steady.ts'
import { languageOf } from '../../domain/document/language.ts'
import { judgeQuality } from '../../domain/document/quality.ts'
import { isBinary } from '../../domain/document/text/decode.ts'
import { composeText } from '../../domain/document/text/normalise.ts'
import { readPublished } from '../../domain/document/text/instant.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { publisherIdOf, registeredDomain } from '../../domain/source/publisher.ts'
import { sha256 } from '../../host/ids.ts'
import { redact } from '../../host/redact.ts'
import type { Adapter } from '../../domain/source/found.ts'
import { sourceSettingsOf, settingText } from '../../host/source-settings.ts'

const HTML = ['text/html', 'application/xhtml+xml']
const limits = {
  bytesMax: PAGE_BYTES_MAX,
  waitMs: 10_000,
  wants: {
    says: 'text/html or text/plain',
    test: (mediaType: string) => mediaType === 'text/plain' || HTML.includes(mediaType),
  },
}
/** What stands where an article was; it says nothing of the article. */
const WALLS: Readonly<Record<string, string>> = {
  consent_wall: 'the page asks for consent and shows no article',
  script_wall: 'the page asks for scripts and shows no article',
  error_page: 'the page is an error and no article',
}

export const page =
  (guardedFetch: GuardedFetch): Adapter =>
  async ({ job, seen, now, signal }) => {
    const settings = sourceSettingsOf(WebConfig, job)
    const headers = { accept: 'text/html, text/plain' }
    const answer = expectGood(await guardedFetch(settings.url, { ...limits, headers, signal }))
    const notes = answer.movedTo ? [`it moved for good to ${redact(answer.movedTo)}`] : []
    const contentType = answer.headers.get('content-type') ?? ''
    const mediaType = /^\s*text\/plain/i.test(contentType) ? 'text/plain' : 'text/html'
    const read = readPage(answer.body, { contentType })
    const wall = wallOf(read)
    // The article that was there stands; a wall alone is shown once for what it is.
    if (wall && settingText(seen.state, 'has_article'))
      return { documents: [], missing: [WALLS[wall]!], seen: {}, notes }
    const address = addressOf(read, answer, settings.url)
    const publisherDomain = publisherIdOf(settings.owner ?? answer.url)
    // A page without a date is known since now, as one whose words changed is.
    const { at, flags } = readPublished(read.publishedAt?.toISOString() ?? '', {
      now,
      lookBackDays: settings.lookback_days,
    })
    if (at > now && flags.length === 0) return { documents: [], seen: {}, notes }
    return {
      documents: [
        {
          documentType: 'article',
          identity: `page\n${address}`,
          sourceItemId: address,
          content: wall ?? contentOf(read, answer),
          ticker: job.ticker,
          title: read.title || job.source_name,
          // Its address as people may see it: a page may be asked for with a key.
          url: redact(address),
          author: read.author,
          publisher: new URL(answer.url).hostname,
          publisherDomain: publisherDomain ?? null,
          summary: '',
          credibilityScore: credibilityOf(publisherDomain, job.credibility_score),
          publishedAt: at,
          hourIsSynthetic: false,
          dateFlags: flags,
          raw: { bucket: 'stonks-raw-web', bytes: answer.body, mediaType },
        },
      ],
      seen: { lastPublishedAt: now, ...(wall ? {} : { state: { has_article: 'yes' } }) },
      notes,
    }
  }

function wallOf({ title, text: body }: ReadPage): string | undefined {
  const { text, titleLength } = composeText(title, body)
  const language = languageOf(text)
  const { reason } = judgeQuality({ text, titleLength, hasDate: true, language, mentions: 0 })
  return reason !== null && reason in WALLS ? reason : undefined
}

/** What the page calls itself where it may: within its own domain, and not all pages by one name. */
function addressOf({ canonicalUrl }: ReadPage, { url }: Answer, asked: string): string {
  if (canonicalUrl === null || !URL.canParse(canonicalUrl, url)) return asked
  const canonical = new URL(canonicalUrl, url)
  const isRoot = canonical.pathname === '/' && new URL(url).pathname !== '/'
  const isOwn =
    canonical.hostname === new URL(url).hostname ||
    (registeredDomain(canonical.href) ?? '') === registeredDomain(url)
  return isOwn && !isRoot && canonical.protocol.startsWith('http') ? canonical.href : asked
}

/** What makes it another version: the words of the article, or all of it where none can be told. */
function contentOf({ title, text, description, reason }: ReadPage, { body }: Answer): string {
  if (isBinary(body) || (reason !== null && reason !== 'no_text')) return sha256(body)
  return `${title}\n${steadyText(text) || description}`
}
