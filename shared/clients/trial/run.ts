/** Tries a source: the real adapter, parser and mention rules over a file or an address. Nothing is stored. */

import { openDocumentMemory, type DocumentMemory } from '../../domain/document/remembered.ts'
import type { Found, SourceState } from '../../domain/source/found.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import { adapterOf, adaptersOver, type FetchJob } from '../adapters.ts'
import { openAlpaca } from '../alpaca/client.ts'
import { fetchBrokerState } from '../alpaca/state.ts'
import { clientsAt, jobOf, type Trial } from './errand.ts'
import { hasFilings, routesOf } from './given.ts'
import { accountLines, barLines, documentLine, rejectLines, type TrialLine } from './lines.ts'
import { serveTrial } from './serve.ts'
import { openStories, type StoryOf } from './stories.ts'

/** Where a given file is said to be from; RFC 2606 keeps the name free. */
const NOWHERE = 'https://source.example'

/** What would be stored, line by line; the last says how it went. Throws nothing a source can cause. */
export async function runTrial(trial: Trial): Promise<TrialLine[]> {
  try {
    if ('url' in trial.from) return await tryAt(trial, trial.from.url, trial.from.url)
    let lines: TrialLine[] = []
    const past = emptyPast()
    for (const given of trial.from.files) {
      const server = await serveTrial(routesOf[trial.type](given))
      try {
        // One address for all of them: they are what one source gave, time after time.
        const at = trial.at ?? `${NOWHERE}/${trial.type}`
        lines = withoutOrigin(await tryAt(trial, server.origin, at, past), server.origin)
      } finally {
        await server.close()
      }
      if (trial.type === 'edgar' && !hasFilings(given))
        noteIn(lines, 'no filing lies beside the file: each is read as a placeholder')
    }
    return lines
  } catch (fault) {
    return [summary('failed', { items: 0, kept: 0, rejected: 0, notes: [saidOf(fault)] })]
  }
}

/** Where the trial's own server was is nothing to know. */
function withoutOrigin(lines: readonly TrialLine[], origin: string): TrialLine[] {
  return JSON.parse(JSON.stringify(lines).replaceAll(origin, NOWHERE)) as TrialLine[]
}

/** Known and corrected as ingestion does it; every trial is a source of its own. */
const memory = () =>
  openDocumentMemory('trial', sha256, (seed) => deriveId('document', sha256(seed)))

/** What was stored by the fetches before. */
type Past = { take: DocumentMemory; storyOf: StoryOf; seen: SourceState }

function emptyPast(): Past {
  const seen = { lastPublishedAt: null, state: {} }
  return { take: memory(), storyOf: openStories(), seen }
}

async function tryAt(
  trial: Trial,
  asked: string,
  at: string,
  past = emptyPast(),
): Promise<TrialLine[]> {
  if (trial.type === 'alpaca') return tryAccount(trial, asked)
  const job = jobOf(trial, trial.type, at)
  const adapters = adaptersOver(clientsAt(trial, asked, at))
  const signal = trial.signal ?? new AbortController().signal
  const found = await adapterOf(
    adapters,
    job as FetchJob,
  )({
    job,
    seen: past.seen,
    now: trial.now,
    signal,
  })
  const stored = past.take(found.documents ?? [])
  const isKnown = (found.documents?.length ?? 0) - stored.length
  const lines = [
    ...stored.map((each) =>
      documentLine({ ...each, story: past.storyOf(each) }, job.source_type, trial.registry),
    ),
    ...barLines(found),
    ...rejectLines(found),
  ]
  past.seen = { ...past.seen, ...found.seen }
  return [...lines, summaryOf(found, stored.length, isKnown)]
}

async function tryAccount({ key }: Trial, asked: string): Promise<TrialLine[]> {
  const [id = 'trial', secret = 'trial'] = (key ?? '').split(':').filter(Boolean)
  const settings = { baseUrl: asked, dataBaseUrl: asked, key: id, secret }
  const state = await fetchBrokerState(
    openAlpaca({ ...settings, timeoutMs: 10_000, requestsPerMinute: 0 }),
    null,
  )
  const kept = accountLines(state)
  const rejects = rejectLines({ rejects: state.odd ?? [], seen: {} })
  const items = kept.length + rejects.length
  const count = { items, kept: kept.length, rejected: rejects.length, notes: [] }
  return [...kept, ...rejects, summary(rejects.length ? 'partly' : 'succeeded', count)]
}

function summaryOf(found: Found, kept: number, isKnown: number): TrialLine {
  const bars = (found.bars ?? []).reduce((sum, page) => sum + page.bars.length, 0)
  const rejected = rejectLines(found).length
  const missing = found.missing ?? []
  const notes = [
    ...missing,
    ...(found.notes ?? []),
    ...(isKnown ? [`${isKnown} known already`] : []),
  ]
  const items = (found.documents?.length ?? 0) + bars + rejected
  return summary(rejected || missing.length ? 'partly' : 'succeeded', {
    items,
    kept: kept + bars,
    rejected,
    notes,
  })
}

type Count = { items: number; kept: number; rejected: number; notes: readonly string[] }

function summary(outcome: 'succeeded' | 'partly' | 'failed', count: Count): TrialLine {
  return { kind: 'summary', outcome, ...count }
}

function noteIn(lines: TrialLine[], note: string): void {
  const last = lines.at(-1)
  if (last?.kind === 'summary') lines[lines.length - 1] = { ...last, notes: [...last.notes, note] }
}

function saidOf(fault: unknown): string {
  const words = messageOf(fault)
  return fault instanceof PermanentFault ? `${fault.reason}: ${words}` : words
}
