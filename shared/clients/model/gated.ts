/** A model server behind its one gate, with its answers heard: how it stands is told to whoever keeps that. */

import { messageOf } from '../../host/faults.ts'
import { ModelWaits, type WaitsFor } from './refusal.ts'
import { BadReply, type ModelServer } from './server.ts'

/** Lets so many through at once, in all processes together. */
type Gate = {
  pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<{ value: T } | undefined>
}

export type HeardState = Exclude<WaitsFor, 'queued'> | 'answers'

export type HeardAnswer = { model: string; modelVersion: string; state: HeardState; said: string }

type Around = {
  gate: Gate
  /** Fails silently: what is heard must not hold up what is read. */
  hear: (heard: HeardAnswer) => Promise<void>
}

/** A job that found no place comes again after this. */
const AGAIN_MS = 2_000
/** That it still answers is told no oftener. */
const HEAR_MS = 60_000

export function gatedServer(server: ModelServer, { gate, hear }: Around): ModelServer {
  const { hearing, troubleOf } = openHearing(hear)
  return {
    kind: server.kind,
    // What is known of it may be a minute old: that it answers is told of answers alone.
    versionOf: (model, signal) => troubleOf(model, () => server.versionOf(model, signal)),
    async ask(ask, signal) {
      const passed = await gate.pass(
        () =>
          hearing(
            ask.model,
            () => server.ask(ask, signal),
            ({ modelVersion }) => modelVersion,
          ),
        signal,
      )
      if (passed) return passed.value
      signal.throwIfAborted()
      throw new ModelWaits(
        'queued',
        AGAIN_MS,
        `Ask for ${ask.model}: its server answers as many others as it takes at once`,
      )
    },
  }
}

/** Work on a model, after which it is told how its server stands. */
function openHearing(hear: Around['hear']) {
  const lasts = new Map<string, { state: HeardState; at: number }>()
  const tell = async (heard: HeardAnswer) => {
    const now = performance.now()
    const { model, state } = heard
    const last = lasts.get(model)
    if (state === 'answers' && last?.state === state && now - last.at < HEAR_MS) return
    lasts.set(model, { state, at: now })
    await hear(heard).catch(() => undefined)
  }
  const troubleOf = async <T>(model: string, work: () => Promise<T>) => {
    try {
      return await work()
    } catch (fault) {
      if (fault instanceof ModelWaits && fault.why !== 'queued')
        await tell({ model, modelVersion: '', state: fault.why, said: messageOf(fault) })
      throw fault
    }
  }
  const hearing = async <T>(
    model: string,
    work: () => Promise<T>,
    version: (value: T) => string,
  ) => {
    try {
      const value = await troubleOf(model, work)
      await tell({ model, modelVersion: version(value), state: 'answers', said: '' })
      return value
    } catch (fault) {
      if (fault instanceof BadReply)
        await tell({ model, modelVersion: '', state: 'answers', said: '' })
      throw fault
    }
  }
  return { hearing, troubleOf }
}
