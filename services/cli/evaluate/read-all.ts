/** Has a reader read labelled texts, one after the other, and keeps what it answered. */

import { setImmediate } from 'node:timers/promises'
import { messageOf } from '#shared/host/faults.ts'
import type { Labelled } from './labelled.ts'
import type { JudgedAnswer } from './measures.ts'
import { classOf, type OpenReader } from './readers.ts'

/** So many faults in a row, and the reader is taken to be away. */
const FAULTS_MAX = 5
/** Milliseconds after which others get a turn, such as whoever stops it. */
const TURN_MS = 50

export type ReadAll = {
  answers: JudgedAnswer[]
  /** Texts that were read, and those that the reader failed on. */
  lines: number
  failed: number
  /** In and out; null where the reader does not tell. */
  tokens: number | null
  seconds: number
  /** Why it ended before the last text; null where it did not. */
  stopped: string | null
}

export type Onlooker = {
  /** Ends the run; what was read until then is kept. */
  signal: AbortSignal
  failed(line: number, why: string): void
  progress(soFar: ReadAll, texts: number): void
}

/** A text that the reader fails on is told and counts in no measure. */
export async function readAll(
  texts: readonly Labelled[],
  { read }: OpenReader,
  { signal, failed, progress }: Onlooker,
): Promise<ReadAll> {
  const started = performance.now()
  const found: ReadAll = {
    answers: [],
    lines: 0,
    failed: 0,
    tokens: 0,
    seconds: 0,
    stopped: null,
  }
  let [faults, turn] = [0, started]
  for (const { line, text, entities } of texts) {
    if (signal.aborted) {
      found.stopped = 'it was stopped'
      break
    }
    try {
      const { companies, tokens } = await read(text, entities, signal)
      found.answers.push(...answersOf(text, entities, companies))
      found.lines += 1
      found.tokens = tokens === null || found.tokens === null ? null : found.tokens + tokens
      faults = 0
    } catch (fault) {
      if (signal.aborted) continue
      found.failed += 1
      faults += 1
      failed(line, messageOf(fault))
      if (faults === FAULTS_MAX) {
        found.stopped = `the reader failed ${FAULTS_MAX} times in a row`
        break
      }
    }
    found.seconds = (performance.now() - started) / 1000
    progress(found, texts.length)
    if (performance.now() - turn > TURN_MS) {
      await setImmediate()
      turn = performance.now()
    }
  }
  found.stopped ??= signal.aborted ? 'it was stopped' : null
  return found
}

function answersOf(
  text: string,
  entities: Labelled['entities'],
  companies: Awaited<ReturnType<OpenReader['read']>>['companies'],
): JudgedAnswer[] {
  const differs = new Set(entities.map(({ label }) => label)).size > 1
  return entities.map(({ label: gold }, index) => {
    const company = companies[index]
    // Of whom nothing is said, nothing is claimed.
    if (!company) return { text, gold, got: 'neutral', confidence: 0, raw: 0, differs }
    const { confidence, rawConfidence: raw = confidence, by } = company
    const isOthers = by !== undefined
    return { text, gold, got: classOf(company), confidence, raw, isOthers, differs }
  })
}
