/** parser, wired to the real world. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { readNumber } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { parser } from './handler.ts'

const sql = openStagePostgres()

serveStage(
  'parser',
  parser({
    sql,
    objects: openObjects(),
    registry: openRegistry(sql),
    textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
  }),
  { sql },
)
