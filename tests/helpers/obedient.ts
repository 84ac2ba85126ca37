/** A model in the hands of whoever writes: it says the best of every company, and more than it was asked. */

import type { ModelAsk, ModelServer } from '#shared/clients/model/server.ts'

/** Of so many documents one is answered beyond what its schema lets it say, and three the first time. */
const ROUND = 11

/**
 * `wants` says which sentences it cites before all others; `unasked` are companies that it names
 * though nobody asked.
 */
export function obedientModel(unasked: readonly string[]) {
  const state = { asks: 0, documents: 0, beyond: 0, wants: (_line: string): boolean => false }
  const server: ModelServer = {
    kind: 'openai',
    versionOf: () => Promise.resolve('obedient'),
    ask(ask) {
      state.asks += 1
      // A repair has the next seed.
      const isFirst = ask.seed % 2 === 1
      if (isFirst) state.documents += 1
      const turn = state.documents % ROUND
      const goesBeyond = turn === 0 || (turn <= 3 && isFirst)
      if (goesBeyond) state.beyond += 1
      const said = goesBeyond ? beyond(ask, unasked) : within(ask, state.wants)
      const cost = { tokensIn: 1, tokensOut: 1, latencyMs: 1 }
      return Promise.resolve({ text: JSON.stringify(said), modelVersion: 'obedient', ...cost })
    },
  }
  return { server, state }
}

const keysOf = ({ schema }: ModelAsk) =>
  Object.keys((schema as { properties: Record<string, unknown> }).properties)

function within(ask: ModelAsk, wants: (line: string) => boolean) {
  const lines = [...ask.prompt.matchAll(/^(\d+) (.*)$/gm)].map(([, number, line = '']) => ({
    number: Number(number),
    isWanted: wants(line),
  }))
  const cited = lines
    .sort((one, other) => Number(other.isWanted) - Number(one.isWanted))
    .slice(0, 3)
    .map(({ number }) => number)
  return Object.fromEntries(keysOf(ask).map((key) => [key, ['rise', 'merger_acquisition', cited]]))
}

function beyond(ask: ModelAsk, unasked: readonly string[]) {
  const all = Array.from({ length: 99 }, (_, index) => index)
  return {
    ...Object.fromEntries(
      [...keysOf(ask), ...unasked].map((key) => [
        key,
        ['rise', 'merger_acquisition', all, 1, 'buy'],
      ]),
    ),
    confidence: 1,
    order: { side: 'buy', quantity: 1e6 },
  }
}
