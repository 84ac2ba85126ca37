/** A source's settings as people see them: what an address holds of users, passwords and keys stays here. */

import { HIDDEN, redactJson } from '#shared/host/redact.ts'
import { Refusal } from '#shared/host/refusal.ts'
import type { Source, SourceConfig } from '#shared/sql/universe/sources.ts'

/** The source without what its settings keep to themselves. */
export function shown<T extends Source>(source: T): T {
  return { ...source, config: redactJson(source.config) }
}

/**
 * Settings that came back from who was shown them: one left as it was shown keeps what is hidden there.
 *
 * @throws Refusal 422 where one was changed around what is hidden.
 */
export function unmasked(given: SourceConfig, kept: SourceConfig): SourceConfig {
  const told = redactJson(kept)
  const restored = Object.entries(given).map(([name, value]): [string, unknown] => {
    if (JSON.stringify(value) === JSON.stringify(told[name])) return [name, kept[name]]
    if (JSON.stringify(value).includes(HIDDEN))
      throw new Refusal(422, `config.${name}: expected all of it, found a part of it hidden`)
    return [name, value]
  })
  return Object.fromEntries(restored)
}
