/** What makes two fetched items the same document. */

import { newYorkDate } from '../market/calendar.ts'
import { publisherKey } from '../source/publisher.ts'
import { alike } from './text/normalise.ts'

/**
 * Where nothing better names it, an article is known by its title, the New York date it was published on, and its publisher. So the
 * copy a news API has and the copy in the publisher's own feed are one document, while the same
 * headline of two publishers stays two: each is evidence of its own.
 *
 * Upper and lower case, accents' encoding, punctuation and spacing of the title do not count. An
 * item without a date is known by its address instead of the date.
 */
export function articleIdentity({
  title,
  publishedAt,
  publisher,
  url,
}: {
  title: string
  publishedAt: Date | null
  publisher: string
  url: string | null
}): string {
  const when = publishedAt ? newYorkDate(publishedAt) : `undated ${url ?? ''}`
  return `story\n${titleKey(title)}\n${when}\n${publisherKey(publisher)}`
}

/** A title with only its letters and digits counting. */
export function titleKey(title: string): string {
  return (
    alike(title)
      .toLowerCase()
      .replace(/[’'`]/g, '')
      .replace(/[^\p{L}\p{N}%$€£.]+/gu, ' ')
      // A dot counts inside a number, not at the end of a sentence.
      .replace(/\.(?!\d)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  )
}
