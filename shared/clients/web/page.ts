/** One web page, taken again whenever its words changed. */

import { WebConfig } from '../../contracts/sources/web-scrape.ts'
import { expectGood } from '../guarded/answer.ts'
import type { GuardedFetch } from '../guarded/fetch.ts'
import { PAGE_BYTES_MAX } from '../../domain/document/html/markup.ts'
import { pageWords } from '../../domain/document/html/words.ts'
import { sha256 } from '../../host/ids.ts'
import { redact } from '../../host/redact.ts'
import type { Adapter } from '../../domain/source/found.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'

const HTML = ['text/html', 'application/xhtml+xml']
const limits = {
  bytesMax: PAGE_BYTES_MAX,
  waitMs: 10_000,
  wants: {
    says: 'text/html or text/plain',
    test: (mediaType: string) => mediaType === 'text/plain' || HTML.includes(mediaType),
  },
}

export const page =
  (guardedFetch: GuardedFetch): Adapter =>
  async ({ job, now, signal }) => {
    const { url } = sourceSettingsOf(WebConfig, job)
    const headers = { accept: 'text/html, text/plain' }
    const answer = expectGood(await guardedFetch(url, { ...limits, headers, signal }))
    const given =
      (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    const mediaType = given === 'text/plain' ? 'text/plain' : 'text/html'
    const text = answer.body.toString('utf8')
    // What is past all bounds is told of by the parser; here any change of it is news.
    const read = (mediaType === 'text/html' && pageWords(text)) || { title: '', words: text }
    const words = read.words.replace(/\s+/g, ' ').trim()
    const title = read.title.replace(/\s+/g, ' ').trim() || job.source_name
    return {
      documents: [
        {
          documentType: 'article',
          identity: `page\n${url}\n${sha256(words)}`,
          ticker: job.ticker,
          title,
          // Its address as people may see it: a page may be asked for with a key.
          url: redact(answer.url),
          author: null,
          publisher: new URL(answer.url).hostname,
          summary: '',
          credibilityScore: job.credibility_score,
          // A page does not say when it changed: known since now.
          publishedAt: now,
          hourIsSynthetic: false,
          raw: { bucket: 'stonks-raw-web', bytes: answer.body, mediaType },
        },
      ],
      seen: { lastPublishedAt: now },
    }
  }
