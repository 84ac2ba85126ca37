/** What there is to say of a type of source: the scheduler, the registry, ingestion and docs read it. */

import type { BackOff } from '../back-off.ts'
import type { sourceConfigs, SourceType } from '../../contracts/sources/source-configs.ts'

/** A system that is asked over the network. */
export type Host = {
  name: string
  /** Settings that hold its addresses; none where each source brings its own. */
  variables: readonly string[]
  /** What `doctor` asks of the first of them; null where it can ask nothing. */
  trial: string | null
}

/** What a fetch brings, in the order in which fetches of one moment are recorded. */
export type Brings = 'account' | 'prices' | 'filings' | 'stories'

/** The settings of a source that has no row yet. */
export type Seed = { sourceName: string; config: Record<string, unknown> }

export type SourceDescriptor<T extends SourceType = SourceType> = {
  type: T
  /** What it gives, in a few words for people. */
  gives: string
  brings: Brings
  /** Business seconds between two fetches, where a source's settings say nothing. */
  cadenceSeconds: number
  /** In business time. */
  backOff: BackOff
  /** The setting that bounds requests to its host; null where nothing does. */
  pace: string | null
  config: (typeof sourceConfigs)[T]
  hosts: readonly Host[]
  /** How far it is believed where nothing else says so; in [0, 1]. */
  credibility: number
  /** Which adapter of shared/clients fetches it; none where a stage of its own does. */
  adapterOf?: (config: Readonly<Record<string, unknown>>) => string
  /** Sources of this type that a universe is seeded with, by what they are for. */
  seeds: Readonly<Record<string, Seed>>
  /** True where its news is of the world and not of companies. */
  isAboutWorld?: true
  /** True where it is asked only while a session or an order is open. */
  isSessionBound?: true
  /** Settings with which it is asked once a day, when the session has closed. */
  onceClosed?: Readonly<Record<string, unknown>>
  /** The setting that says how far its first fetch reaches; undefined where it has no past. */
  reach?: (config: Readonly<Record<string, unknown>>) => string | undefined
  /** Whether such settings need a company to ask for. */
  needsCompany?: (config: Readonly<Record<string, unknown>>) => boolean
}

export const usualBackOff: BackOff = { seconds: 60, secondsMax: 3600 }
