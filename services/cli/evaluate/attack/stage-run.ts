/** Runs jobs through the real stages, one after the other, over one database: no queue, no processes. */

import type { Adapters } from '#shared/clients/adapters.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import type { Reader } from '#shared/domain/document/reading/reading.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { Adapter, Found } from '#shared/domain/source/found.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Handover } from '#shared/pipeline.ts'
import type { Settle } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { readSourceToAsk } from '#shared/sql/universe/sources.ts'
import { aggregation } from '../../../../functions/aggregation/handler.ts'
import { extractor } from '../../../../functions/extractor/handler.ts'
import { ingestion } from '../../../../functions/ingestion/handler.ts'
import { parser } from '../../../../functions/parser/handler.ts'
import { recommendation } from '../../../../functions/recommendation/handler.ts'

type StageRunDeps = {
  sql: Sql
  /** Where raw and normalised text is kept. */
  folder: string
  reader: Reader
  rules: Rules
}

const TEXT_MAX = 8000

/** Functions that have one source find what it is given, or a ticker looked at again, and let every stage after it do its work. */
export function openStageRun({ sql, folder, reader, rules }: StageRunDeps) {
  const objects = openFolder(folder, { flush: false })
  const registry = openRegistry(sql)
  let told: Found = { seen: {} }
  const adapter: Adapter = () => Promise.resolve(told)
  const adapters = new Proxy({} as Adapters, { get: () => adapter })
  const shared = { sql, objects, registry, textMax: TEXT_MAX }
  const stages = {
    ...ingestion({ sql, objects, adapters, allowHosts: [] }),
    ...parser(shared),
    ...extractor({ ...shared, readerOf: () => Promise.resolve(reader) }),
    ...aggregation(rules),
    ...recommendation(rules),
  }
  let runs = 0

  async function work(first: Handover, now: Date): Promise<void> {
    const waiting = [first]
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const handler = stages[next.to as keyof typeof stages] as
        | ((job: unknown, delivery: object) => Promise<Settle<'ingestion'>>)
        | undefined
      if (!handler) continue
      runs += 1
      const jobId = deriveId('job', 'attack', runs, next.to)
      const settle = await handler(next.job, { jobId, now, signal: new AbortController().signal })
      const handed = await sql.begin((tx) => settle(tx, now))
      // A ticker is summed up once, after all that was read of it.
      const later = (handover: Handover) => !waiting.some((one) => sameJob(one, handover))
      waiting.push(...(handed as readonly Handover[]).filter(later))
      waiting.sort((one, other) => Number(isAsking(one)) - Number(isAsking(other)))
    }
  }

  return {
    async find(sourceId: string, found: Found, now: Date): Promise<void> {
      const source = await readSourceToAsk(sql, sourceId)
      if (!source) throw new RangeError(`Tell something: there is no source ${sourceId}`)
      told = found
      const job = { ...source.source, scheduled_at: now.toISOString() }
      await work({ to: 'ingestion', job }, now)
    },
    lookAgain: (ticker: string, now: Date) => work({ to: 'aggregation', job: { ticker } }, now),
  }
}

function isAsking({ to }: Handover): boolean {
  return to === 'aggregation' || to === 'recommendation'
}

function sameJob(one: Handover, other: Handover): boolean {
  return one.to === other.to && JSON.stringify(one.job) === JSON.stringify(other.job)
}
