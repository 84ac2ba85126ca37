/** A sync in a process of its own, which a test kills: what it is to do comes as JSON on its standard input. */

import { text } from 'node:stream/consumers'
import type { HeldFile } from '#shared/clients/lake/engine.ts'
import type { TrinoSettings } from '#shared/clients/trino/settings.ts'
import { syncTrino } from '#shared/clients/trino/sync.ts'
import type { NamedShape } from '#shared/clients/trino/table-sync.ts'

const { settings, shape, files } = JSON.parse(await text(process.stdin)) as {
  settings: TrinoSettings
  shape: NamedShape
  files: HeldFile[]
}
await syncTrino({
  settings,
  tables: [shape],
  held: () => Promise.resolve(files),
  signal: new AbortController().signal,
  tell: () => undefined,
})
