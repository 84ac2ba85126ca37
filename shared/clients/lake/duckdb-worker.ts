/** DuckDB for work on files within a process of the product: one thread, little memory, spilling into a folder. */

import type { DuckDBConnection } from '@duckdb/node-api'

/** Memory it may take before it spills, megabytes. */
const MEMORY_MB = 256

/** It is closed when the work is done. */
export async function withDuckdb<Result>(
  folder: string,
  work: (duck: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${MEMORY_MB}MB`,
    temp_directory: folder,
    preserve_insertion_order: 'true',
  })
  const duck = await instance.connect()
  try {
    await duck.run("set TimeZone = 'UTC'")
    return await work(duck)
  } finally {
    duck.closeSync()
    instance.closeSync()
  }
}
