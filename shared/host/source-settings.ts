/** Reads what a source was set up with, and what it was last asked with. */

import * as v from 'valibot'
import type { IngestionJob } from '../contracts/jobs/ingestion.ts'

/** A source's settings as its adapter reads them, with what they leave out filled in. */
export function sourceSettingsOf<S extends v.GenericSchema>(
  schema: S,
  { config }: IngestionJob,
): v.InferOutput<S> {
  // Those that are no good were refused before any adapter was asked.
  return v.parse(schema, config)
}

/** A text of what a source was last asked with; empty where there is none. */
export function settingText(config: Record<string, unknown>, name: string): string {
  const value = config[name]
  return typeof value === 'string' ? value : ''
}
