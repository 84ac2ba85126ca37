/** Real web pages beside a data folder (`html-articles/`), each given a moment of the replay. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { openRandom } from '../contents/random.ts'
import type { WorldPage } from '../contents/world.ts'
import type { ReplaySpan } from './filings.ts'

/** Pages as they are, ordered by their made moment; none where there is no such folder. */
export function readPages(folder: string, { seed, days }: ReplaySpan): WorldPage[] {
  const source = [join(folder, 'html-articles'), join(folder, '..', 'html-articles')].find(
    existsSync,
  )
  if (!source || days.length === 0) return []
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && !name.endsWith('expected.html'))
    .sort()
    .map((name): WorldPage => {
      const random = openRandom(seed, 'page', name)
      const time = `${String(random.whole(7, 19)).padStart(2, '0')}:${random.whole(10, 59)}`
      const slug = name
        .replace(/\.html$/, '')
        .replace(/[^A-Za-z0-9]+/g, '-')
        .toLowerCase()
      return {
        path: `real/${slug}.html`,
        publishedAt: newYorkInstant(random.pick(days), time),
        html: readFileSync(join(source, name)),
      }
    })
    .sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime() || (a.path < b.path ? -1 : 1))
}
