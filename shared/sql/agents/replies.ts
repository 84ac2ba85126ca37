/** Table `model_replies`: every reply of a model, so that the same question is asked once. */

import { cleanText } from '../../domain/document/text/clean.ts'
import type { KeptReply } from '../../domain/agent/desk.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../open.ts'

/**
 * The reply to a question, by the version of the model that gave it; null where there is none. Where
 * nobody can say which version the model has now, the newest reply stands for it.
 */
export async function findReply(
  db: Db,
  askedSha256: string,
  modelVersion: string | null,
): Promise<KeptReply | null> {
  const [row] = await db<KeptReply[]>`
    select asked_sha256, model, model_version, text, code, tokens_in, tokens_out, tokens_estimated,
      latency_ms
    from model_replies
    where asked_sha256 = ${askedSha256}
      and (${modelVersion}::text is null or model_version = ${modelVersion}::text)
    order by replied_at desc, reply_id limit 1`
  return row ?? null
}

/** Keeps a reply; of two to one question the first stays. */
export async function keepReply(db: Db, reply: KeptReply, now: Date): Promise<void> {
  const { askedSha256, model, modelVersion, text, code, tokensIn, tokensOut, latencyMs } = reply
  const { tokensEstimated } = reply
  await db`
    insert into model_replies (reply_id, asked_sha256, model, model_version, text, code, tokens_in, tokens_out,
      tokens_estimated, latency_ms, replied_at)
    values (${deriveId('model_reply', askedSha256, modelVersion)}, ${askedSha256}, ${model}, ${modelVersion},
      ${cleanText(text)}, ${code}, ${tokensIn}, ${tokensOut}, ${tokensEstimated},
      ${latencyMs}, ${now})
    on conflict (reply_id) do nothing`
}
