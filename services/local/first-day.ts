/** The first day a data folder has news of. */

import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

/** @throws Error naming the file that is not there, or the line that has no date. */
export async function readFirstDay(folder: string): Promise<string> {
  const packed = join(folder, 'news.jsonl.gz')
  const plain = join(folder, 'news.jsonl')
  const file = [packed, plain].find(existsSync)
  if (!file) throw new Error(`Read ${folder}: it holds no news.jsonl.gz or news.jsonl`)
  const stream = createReadStream(file)
  const lines = createInterface({ input: file === packed ? stream.pipe(createGunzip()) : stream })
  for await (const line of lines) {
    stream.destroy()
    const { date } = JSON.parse(line) as { date?: unknown }
    if (typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date)) return date
    throw new Error(
      `Read ${file}, line 1: expected a "date" such as 2019-05-01, found ${JSON.stringify(date)}`,
    )
  }
  throw new Error(`Read ${file}: it is empty`)
}
