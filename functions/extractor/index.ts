/** extractor, wired to the real world: a language model where one is named, rules otherwise. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { openOllamaReader } from '#shared/clients/ollama/client.ts'
import { rulesReader } from '#shared/domain/document/rules/reader.ts'
import { readEnv, readNumber } from '#shared/host/env.ts'
import { keyedAddress } from '#shared/host/keyed-address.ts'
import { serveStage } from '#shared/queue/serve-stage.ts'
import { openStagePostgres } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { extractor } from './handler.ts'

const sql = openStagePostgres()
const ollama = readEnv('OLLAMA_BASE_URL')

serveStage(
  'extractor',
  extractor({
    sql,
    objects: openObjects(),
    registry: openRegistry(sql),
    reader:
      ollama === ''
        ? rulesReader
        : openOllamaReader({
            baseUrl: ollama.includes('@') ? keyedAddress('OLLAMA_BASE_URL', ollama) : ollama,
            model: readEnv('OLLAMA_MODEL'),
            timeoutSeconds: readNumber('OLLAMA_TIMEOUT', 1),
          }),
    textMax: readNumber('EXTRACTION_TEXT_MAX', 1),
  }),
  { sql },
)
