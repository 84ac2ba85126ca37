/** parser: turns a stored raw document into normalised text, and sends it where it is read. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import { patient, type StageObjects } from '#shared/clients/objects/patient.ts'
import { getWhole } from '#shared/clients/objects/whole.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import type { Parsed } from '#shared/domain/document/parse.ts'
import { parseRaw } from '#shared/domain/document/parse-raw.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { beginning } from '#shared/domain/document/text/cut.ts'
import type { HandoverFrom } from '#shared/pipeline.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { RawReading } from '#shared/domain/document/raw.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import {
  readDocument,
  saveParsed,
  type ParsedDocument,
  type StoredDocument,
} from '#shared/sql/documents/documents.ts'
import { retireReadings } from '#shared/sql/documents/current-readings.ts'
import { holdVersion } from '#shared/sql/documents/versions.ts'
import type { Sql } from '#shared/sql/open.ts'

export type Deps = {
  sql: Sql
  objects: StageObjects
  registry: () => Promise<Registry>
  /** How many characters of a text are handed on to be read for meaning. */
  textMax: number
}

const NORMALIZED = 'stonks-normalized'
const AUDIT = 'stonks-audit'
const SUMMARY_MAX = 400

/** The stage, working on what it is given. */
export function parser(deps: Deps): Handlers<'parser'> {
  const objects = patient(deps.objects)
  return {
    async parsing(job, { now }) {
      const [document, registry] = await Promise.all([
        readDocument(deps.sql, job.document_id),
        deps.registry(),
      ])
      if (!document) {
        throw new PermanentFault(
          'document_missing',
          `Parse document ${job.document_id}: there is no such document`,
        )
      }
      const { documentId, version } = document
      const bytes = await fetchRaw(objects, document)
      const { title, raw, parsed } = parseRaw(
        { ...document, documentType: cameAs(document), bytes, mediaType: document.rawMediaType },
        registry,
      )
      const outcome = describe(document, title, raw, parsed)
      await store(objects, outcome, parsed)
      const next = handOn(documentId, parsed, raw, deps.textMax)
      return async (tx) => {
        // A newer version came in meanwhile, and has a job of its own.
        if (!(await holdVersion(tx, document))) return []
        await saveParsed(tx, outcome, now)
        const isRead = next.some(({ to }) => to === 'extraction')
        const gone = version > 1 && !isRead ? await retireReadings(tx, documentId, now) : []
        return [...next, ...gone.map((ticker) => ({ to: 'aggregation' as const, job: { ticker } }))]
      }
    },
  }
}

async function fetchRaw(
  objects: StageObjects,
  { documentId, rawBucket: bucket, rawKey: key, rawSha256 }: StoredDocument,
): Promise<Buffer> {
  try {
    return await getWhole(objects, { bucket, key, sha256: rawSha256 })
  } catch (fault) {
    if (!(fault instanceof ObjectMissing)) throw fault
    throw new PermanentFault(
      'raw_object_missing',
      `Parse document ${documentId}: its raw object is gone`,
      { cause: fault },
    )
  }
}

function describe(
  document: StoredDocument,
  title: string,
  raw: RawReading,
  parsed: Parsed,
): ParsedDocument {
  const { route, text, quality, language } = parsed
  // The text of a version that was replaced stays, for what rests on it.
  const edition = document.version === 1 ? '' : `.v${document.version}`
  const key = `${document.publishedAt.toISOString().slice(0, 10).replaceAll('-', '/')}/${document.documentId}${edition}.txt`
  const unread = raw.reason !== null && raw.body === ''
  const toNowhere = route.to === 'nowhere' ? route : null
  return {
    documentId: document.documentId,
    documentType: route.to === 'macro_classification' && !unread ? 'macro_event' : cameAs(document),
    status: unread ? 'no_text' : (toNowhere?.status ?? 'parsed'),
    statusReason: unread ? raw.reason : (toNowhere?.reason ?? null),
    title,
    author: raw.author ?? document.author,
    publisher: document.publisher || (raw.publisher ?? ''),
    canonicalUrl: raw.canonicalUrl ?? document.url,
    summary: beginning(raw.body.replace(/\s+/g, ' '), SUMMARY_MAX),
    normalized:
      text === '' ? null : { bucket: NORMALIZED, key, sha256: sha256(text), length: text.length },
    quality: text === '' ? null : quality,
    language: text === '' ? null : language,
    mentions: parsed.mentions,
  }
}

/** Before parsing took it for news of the world: another version of it may be none. */
function cameAs({ documentType, sourceType }: StoredDocument): string {
  if (documentType !== 'macro_event') return documentType
  return sourceType === sources.filings_api.type ? 'filing' : 'article'
}

/** Under keys of the document, so that a second run writes the same objects again. */
async function store(
  objects: StageObjects,
  outcome: ParsedDocument,
  { text }: Parsed,
): Promise<void> {
  if (!outcome.normalized) return
  const { mentions, normalized } = outcome
  const audit = {
    ...outcome,
    mentions: mentions.map(({ company, ...mention }) => ({ ticker: company.ticker, ...mention })),
  }
  await Promise.all([
    objects.put(NORMALIZED, normalized.key, Buffer.from(text), 'text/plain; charset=utf-8'),
    objects.put(
      AUDIT,
      `parser/${normalized.key.replace(/txt$/, 'json')}`,
      Buffer.from(JSON.stringify(audit)),
      'application/json',
    ),
  ])
}

function handOn(
  documentId: string,
  { route, text }: Parsed,
  raw: RawReading,
  textMax: number,
): HandoverFrom<'parser'>[] {
  if (route.to === 'nowhere' || (raw.reason !== null && raw.body === '')) return []
  const job = { document_id: documentId, normalized_text: beginning(text, textMax) }
  return route.to === 'extraction'
    ? [{ to: 'extraction', job: { ...job, ticker: route.ticker } }]
    : [{ to: 'macro_classification', job: { ...job, ticker: '' } }]
}
