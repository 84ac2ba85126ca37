/** Answers about the lake: what it holds, what is asked of it, and the questions that are kept. */

import type { lakeRoutes } from '#shared/contracts/api/lake.ts'
import type { Answers } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { readBehindSince } from '#shared/sql/lake/delays.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openAskLake, type LakeParts } from './ask.ts'
import { answerFile } from './file.ts'
import { answerQuestions } from './questions.ts'

/** A fact comes within seconds; one that waits for longer is worth saying. */
const BEHIND_SECONDS = 60

type Parts = { sql: Sql; clock: Clock; lake: LakeParts }

export function answerLake(parts: Parts): Answers<typeof lakeRoutes> {
  const { engines } = parts.lake
  const ask = openAskLake(parts.lake)
  return {
    'GET /api/lake': async () => ({
      engines: engines.map(({ name }) => name),
      tables: tables(),
      behindSince: (await readBehindSince(parts.sql, BEHIND_SECONDS)) ?? null,
    }),
    'POST /api/sql': ({ body, request }) => ask(body, request.signal),
    'POST /api/sql/file': (asked) => answerFile(ask, asked),
    ...answerQuestions(parts),
  }
}

function tables() {
  return lakeTables.map(({ name, says, keyColumns, columns }) => ({
    name,
    says,
    keyColumns: [...keyColumns],
    columns: [...columns],
  }))
}
