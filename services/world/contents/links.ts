/** Where articles are said to be: at their publisher's own domain, as everybody's links are. */

import { publisherIdOf } from '#shared/domain/source/publisher.ts'
import { slugOf } from './library.ts'

/** Links begin with it where nothing else is said of an article's own. */
export const LINK_BASE = 'https://world.example'

type Told = { id: string; publisher: string }

/** The address of an article; all of them under `linkBase` where that is somebody's choice. */
export function articleUrl(linkBase: string, { id, publisher }: Told): string {
  return `${linkBase === LINK_BASE ? homeOf(publisher) : linkBase}/pages/${id}.html`
}

/** A known house's domain, or one that nobody can have (RFC 2606). */
function homeOf(publisher: string): string {
  const known = publisherIdOf(publisher)
  return `https://${known?.includes('.') ? `www.${known}` : `${slugOf(publisher)}.example`}`
}
