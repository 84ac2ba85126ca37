/** Table `model_servers`: how each model of a server answered the last time it was asked. */

import type { MODEL_STATES } from '../../contracts/sets.ts'
import { plainText } from '../../domain/document/text/cut.ts'
import type { Db } from '../open.ts'

export type ModelState = (typeof MODEL_STATES)[number]

export type ModelServerWord = {
  server: string
  kind: 'ollama' | 'openai'
  model: string
  /** Empty where it did not say. */
  modelVersion: string
  state: ModelState
  said: string
}

const SAID_MAX = 300

/** Keeps it; `since` moves only when the state does. */
export async function noteModelServer(db: Db, word: ModelServerWord): Promise<void> {
  const { server, kind, model, modelVersion, state } = word
  await db`
    insert into model_servers as kept (server, kind, model, model_version, state, said, since, asked_at)
    values (${server}, ${kind}, ${model}, ${modelVersion}, ${state}, ${plainText(word.said, SAID_MAX)},
      clock_timestamp(), clock_timestamp())
    on conflict (server, model) do update set kind = excluded.kind,
      model_version = case when excluded.model_version = '' then kept.model_version
        else excluded.model_version end,
      state = excluded.state, said = excluded.said, asked_at = excluded.asked_at,
      since = case when kept.state = excluded.state then kept.since else excluded.since end`
}

export type ModelTrouble = Pick<ModelServerWord, 'server' | 'model' | 'state' | 'said'> & {
  since: Date
}

/** Who asks no more has no trouble any more. */
const FRESH_MINUTES = 15

/**
 * The model that has not answered for the longest; undefined where all do. One that a server lacks is told
 * of while others of it answer.
 */
export async function readModelTrouble(db: Db): Promise<ModelTrouble | undefined> {
  const [row] = await db<ModelTrouble[]>`
    select server, model, state, said, since from model_servers
    where state <> 'answers' and asked_at > clock_timestamp() - make_interval(mins => ${FRESH_MINUTES})
    order by since limit 1`
  return row
}
