/** recommendation, wired to the real world: theses in the words of a model, where one is named. */

import { readerNamed } from '#shared/clients/model/settings.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { openModelTurns } from '#shared/queue/model-turns.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { recommendation } from './handler.ts'
import { openRewriter, type RewriteThesis } from './rewrite.ts'

/** Documents go first: where they leave no place for so long, the thesis stays plain. */
const WAIT_MS = 10_000

const sql = openStagePostgres()

function rewriterNamed(): RewriteThesis | undefined {
  const kind = readerNamed()
  if (kind === 'rules') return undefined
  const { turns } = openModelTurns(sql, kind, WAIT_MS)
  return openRewriter({ sql, turns, rules })
}

serveStage('recommendation', recommendation(rules, rewriterNamed()), { sql })
