/** A raw document as the parser reads it: which title stands, what is in the text, where it goes. */

import { descriptorOf } from '../source/sources.ts'
import type { SourceType } from '../../contracts/sources/source-configs.ts'
import type { Registry } from './mentions/registry.ts'
import { parseDocument, type Parsed } from './parse.ts'
import { readRaw, type RawReading } from './raw.ts'
import { oneLine } from './text/normalise.ts'

export type RawDocument = {
  documentType: string
  sourceType: SourceType
  /** As its source gave it. */
  title: string
  bytes: Uint8Array
  mediaType: string
}

export type ParsedRaw = { title: string; raw: RawReading; parsed: Parsed }

/** Reads and parses; what cannot be read has a reason in `raw`. */
export function parseRaw(
  { documentType, sourceType, title: given, bytes, mediaType }: RawDocument,
  registry: Registry,
): ParsedRaw {
  const isFiling = documentType === 'filing'
  const raw = readRaw(bytes, mediaType, isFiling)
  // A filing's own title is the name of a file; the index it came from knows better.
  const known = oneLine(given)
  const title = (isFiling && known) || raw.title || known
  const aboutWorld = Boolean(descriptorOf(sourceType).isAboutWorld)
  const { body, wall, unseen, isCut, tickers } = raw
  const parsed = parseDocument(
    { title, body, hasDate: true, wall, unseen, isCut, tickers, aboutWorld },
    registry,
  )
  return { title, raw, parsed }
}
