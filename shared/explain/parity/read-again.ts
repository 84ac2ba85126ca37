/**
 * A recorded reading made again from its text: by the rules it was read with, or, where a model read, out of
 * the store of its replies. No model is asked.
 */

import { openAgentTurns } from '../../clients/model/ask-agent.ts'
import { openModelReader } from '../../clients/model/reading/reader.ts'
import { BadReply } from '../../clients/model/server.ts'
import type { Objects } from '../../clients/objects/store.ts'
import type { AgentDesk } from '../../domain/agent/desk.ts'
import { findMentions, type Mention } from '../../domain/document/mentions/mentions.ts'
import type { Registry } from '../../domain/document/mentions/registry.ts'
import type { Extraction, Reader } from '../../domain/document/reading/reading.ts'
import { toneReader } from '../../domain/document/tone/reader.ts'
import { messageOf } from '../../host/faults.ts'
import type { SignalOrigin } from '../../sql/provenance/evidence.ts'
import { findReply } from '../../sql/agents/replies.ts'
import type { Db } from '../../sql/open.ts'

export type ReadAgainParts = {
  db: Db
  objects: Pick<Objects, 'get'>
  registry: () => Promise<Registry>
  choose: AgentDesk['choose']
}

export type ReadAgain =
  | { kind: 'read'; extraction: Extraction }
  | { kind: 'not_read'; cause: string; says: string }

/** No reply of that question is kept. */
class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** A question that failed is asked with other seeds: so many are looked for. */
const TRIES_MAX = 3

/** The reading of a document's text, as this release makes it. */
export async function readAgain(parts: ReadAgainParts, document: SignalOrigin): Promise<ReadAgain> {
  const { asked, normalizedBucket: bucket, normalizedKey: key, inputLength } = document
  if (asked === null) return not('asked_not_kept', 'whom it was asked about was not kept')
  if (bucket === null || key === null) return not('text_gone', 'it has no text')
  let text: string
  try {
    text = (await parts.objects.get(bucket, key)).toString('utf8').slice(0, inputLength)
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'ObjectMissing')
      return not('text_gone', 'its text is gone')
    throw fault
  }
  const names = await parts.registry()
  const titleLength = text.startsWith(document.title) ? document.title.length : 0
  const mentions = findMentions(names, text, titleLength).filter(({ company }) =>
    asked.includes(company.ticker),
  )
  if (document.model === toneReader.model) {
    if (document.modelVersion !== toneReader.modelVersion)
      return not('reader_changed', `it was read by ${document.modelVersion}`)
    return { kind: 'read', extraction: await toneReader.extract(text, mentions, never) }
  }
  if (document.promptVersion === 'none')
    return not('reader_not_here', `it was read by ${document.model}`)
  return fromReplies(parts, document, text, mentions)
}

const never = new AbortController().signal

async function fromReplies(
  parts: ReadAgainParts,
  document: SignalOrigin,
  text: string,
  mentions: readonly Mention[],
): Promise<ReadAgain> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    try {
      const reader = await readerOfReplies(parts, document, tries)
      return { kind: 'read', extraction: await reader.extract(text, mentions, never) }
    } catch (fault) {
      if (!(fault instanceof NotKept) && !(fault instanceof BadReply)) throw fault
      if (tries + 1 === TRIES_MAX) return not('reply_not_kept', messageOf(fault))
    }
  }
  return not('reply_not_kept', 'no try has a reply')
}

/** Reads as the agent of this document does, with what its model said then; asks nobody and writes nothing. */
async function readerOfReplies(
  { db, choose }: ReadAgainParts,
  { model, modelVersion, documentId }: SignalOrigin,
  tries: number,
): Promise<Reader> {
  const refuse = () => Promise.reject(new NotKept('no reply to this question is kept'))
  const desk: AgentDesk = {
    // As it was then, whatever its switch says now.
    choose: async (slug, id) => ({ ...(await choose(slug, id)), model, enabled: true }),
    reserve: refuse,
    settle: () => Promise.resolve(),
    findReply: (asked) => findReply(db, asked, modelVersion),
    keepReply: () => Promise.resolve(),
    log: () => Promise.resolve(),
  }
  const server = {
    kind: 'ollama' as const,
    ask: refuse,
    versionOf: () => Promise.resolve(modelVersion),
  }
  const turns = openAgentTurns({ server, desk, model })
  const { agent, ask } = await turns('document-extractor', documentId, new Date(0))
  return openModelReader({ ask, tries, inputTokensMax: agent.inputTokensMax, model })
}

function not(cause: string, says: string): ReadAgain {
  return { kind: 'not_read', cause, says }
}
