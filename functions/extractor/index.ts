/** extractor, wired to the real world: FinBERT and a language model where they are named, rules otherwise. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { readNumber } from '#shared/host/env.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { extractor } from './handler.ts'
import { openReaders } from './readers.ts'

const sql = openStagePostgres()

serveStage(
  'extractor',
  extractor({
    sql,
    objects: openObjects(),
    registry: openRegistry(sql),
    readerOf: await openReaders(sql),
    textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
    eventConfidenceMin: readNumber('MACRO_CONFIDENCE_THRESHOLD'),
  }),
  { sql },
)
