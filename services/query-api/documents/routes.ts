/** Answers about documents. */

import type { documentRoutes } from '#shared/contracts/api/documents.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { readDocumentPage } from './document-page.ts'
import { totalDocuments, listDocuments } from './documents.ts'

type Parts = { sql: Sql; objects: Objects }

export function answerDocuments(parts: Parts): Answers<typeof documentRoutes> {
  const registry = openRegistry(parts.sql)
  return {
    'GET /api/totals/documents': ({ query }) => totalDocuments(parts.sql, query),
    'GET /api/documents': ({ query }) => listDocuments(parts.sql, query),
    'GET /api/documents/:id': ({ id }) => readDocumentPage({ ...parts, registry }, id),
  }
}
