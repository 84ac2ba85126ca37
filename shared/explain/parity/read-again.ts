/**
 * A recorded reading made again from its text: by the rules it was read with, or, where a model read, out of
 * the store of its replies. No model is asked.
 */

import { openAgentTurns } from '../../clients/model/ask-agent.ts'
import type { ToneJudge } from '../../clients/finbert/judge.ts'
import { openModelReader, QUICK_TOKENS_MAX } from '../../clients/model/reading/reader.ts'
import { BadReply } from '../../clients/model/server.ts'
import type { Objects } from '../../clients/objects/store.ts'
import type { AgentDesk } from '../../domain/agent/desk.ts'
import { findMentions } from '../../domain/document/mentions/mentions.ts'
import type { Registry } from '../../domain/document/mentions/registry.ts'
import type { Extraction, Reader } from '../../domain/document/reading/reading.ts'
import { FINBERT } from '../../domain/document/tone/judged.ts'
import { toneReader } from '../../domain/document/tone/reader.ts'
import { messageOf } from '../../host/faults.ts'
import type { SignalOrigin } from '../../sql/provenance/evidence.ts'
import { findReply } from '../../sql/agents/replies.ts'
import type { Db } from '../../sql/open.ts'
import { keptJudge } from './kept-judge.ts'

export type ReadAgainParts = {
  db: Db
  objects: Pick<Objects, 'get'>
  registry: () => Promise<Registry>
  choose: AgentDesk['choose']
  /** Characters of a text that are read for events of the world. */
  textMax: number
}

export type NotRead = { kind: 'not_read'; cause: string; says: string }
export type ReadAgain = { kind: 'read'; extraction: Extraction } | NotRead

/** No reply of that question is kept. */
class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** A question that failed is asked with other seeds: so many are looked for. */
const TRIES_MAX = 3

/** The reading of a document's text, as this release makes it. */
export async function readAgain(parts: ReadAgainParts, document: SignalOrigin): Promise<ReadAgain> {
  const { asked, normalizedBucket: bucket, normalizedKey: key, inputLength } = document
  if (asked === null) return notRead('asked_not_kept', 'whom it was asked about was not kept')
  const whole = await textAgain(parts, { bucket, key })
  if (whole === null) return notRead('text_gone', 'its text is gone')
  const text = whole.slice(0, inputLength)
  const names = await parts.registry()
  const titleLength = text.startsWith(document.title) ? document.title.length : 0
  const mentions = findMentions(names, text, titleLength).filter(({ company }) =>
    asked.includes(company.ticker),
  )
  const { model, modelVersion, documentId } = document
  if (model === toneReader.model) {
    if (modelVersion !== toneReader.modelVersion)
      return notRead('reader_changed', `it was read by ${modelVersion}`)
    return { kind: 'read', extraction: await toneReader.extract(text, mentions, never) }
  }
  if (document.promptVersion === 'none' && model !== FINBERT)
    return notRead('reader_not_here', `it was read by ${model}`)
  const textWasCut = text.length < whole.length
  const asking = { slug: 'document-extractor' as const, model, modelVersion, documentId }
  const read = await fromReplies(parts, { ...asking, textWasCut }, (reader) =>
    reader.extract(text, mentions, never),
  )
  return read.kind === 'read' ? { kind: 'read', extraction: read.value } : read
}

/** The text as it was parsed; null where it is gone. */
export async function textAgain(
  { objects }: Pick<ReadAgainParts, 'objects'>,
  { bucket, key }: { bucket: string | null; key: string | null },
): Promise<string | null> {
  if (bucket === null || key === null) return null
  try {
    return (await objects.get(bucket, key)).toString('utf8')
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'ObjectMissing') return null
    throw fault
  }
}

const never = new AbortController().signal

type Asking = {
  slug: 'document-extractor' | 'event-classifier'
  model: string
  modelVersion: string
  documentId: string
  textWasCut: boolean
}

/** What a reader makes of the replies that are kept, with one try after the other. */
export async function fromReplies<T>(
  parts: ReadAgainParts,
  asking: Asking,
  ask: (reader: Reader) => Promise<T>,
): Promise<{ kind: 'read'; value: T } | NotRead> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    try {
      const quick = keptJudge(parts.db, asking)
      const value = await ask(await readerOfReplies(parts, asking, { tries, quick }))
      // What FinBERT said of every sentence must be there where it read.
      if (asking.model === FINBERT && quick.missed() > 0)
        return notRead('reply_not_kept', `${quick.missed()} words of FinBERT are not kept`)
      return { kind: 'read', value }
    } catch (fault) {
      if (!(fault instanceof NotKept) && !(fault instanceof BadReply)) throw fault
      if (tries + 1 === TRIES_MAX) return notRead('reply_not_kept', messageOf(fault))
    }
  }
  return notRead('reply_not_kept', 'no try has a reply')
}

/** Reads as the agent of this document does, with what its model said then; asks nobody and writes nothing. */
async function readerOfReplies(
  { db, choose }: ReadAgainParts,
  { slug, model, modelVersion, documentId, textWasCut }: Asking,
  { tries, quick }: { tries: number; quick: ToneJudge },
): Promise<Reader> {
  const how = { tries, textWasCut, quick, model }
  if (model === FINBERT)
    return openModelReader({ ...how, ask: notAsked, inputTokensMax: QUICK_TOKENS_MAX })
  const refuse = () => Promise.reject(new NotKept('no reply to this question is kept'))
  const desk: AgentDesk = {
    // As it was then, whatever its switch says now.
    choose: async (agent, id) => ({ ...(await choose(agent, id)), model, enabled: true }),
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
  const { agent, ask } = await turns(slug, documentId, new Date(0))
  return openModelReader({ ...how, ask, inputTokensMax: agent.inputTokensMax })
}

const notAsked = () => Promise.resolve({ kind: 'not_asked' as const, code: 'agent_off' as const })

export function notRead(cause: string, says: string): NotRead {
  return { kind: 'not_read', cause, says }
}
