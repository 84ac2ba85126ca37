/** Asks for several tickers at once so that one that is refused costs itself alone. */

import { BrokerError } from '#shared/clients/alpaca/broker-error.ts'
import { messageOf } from '#shared/host/faults.ts'

export type AskedApart<Answer> = {
  found: Map<string, Answer>
  /** Tickers that were refused when asked for alone, and in what words. */
  refused: Map<string, string>
  /** Why the others were not answered, where it lies with none of them. */
  away: string | null
}

/** Requests one look may cost; what is left then is asked for at the next. */
const REQUESTS_MAX = 40

/**
 * Asks for all, and where that is refused for the halves of it, down to the ticker that is at fault.
 * What lies with the vendor, such as an outage, is not asked again.
 */
export async function askApart<Answer>(
  ask: (tickers: string[]) => Promise<ReadonlyMap<string, Answer>>,
  tickers: readonly string[],
): Promise<AskedApart<Answer>> {
  const all: AskedApart<Answer> = { found: new Map(), refused: new Map(), away: null }
  const waiting = tickers.length > 0 ? [[...tickers]] : []
  for (let requests = 0; waiting.length > 0; requests += 1) {
    if (requests === REQUESTS_MAX) return { ...all, away: 'too many tickers are refused' }
    const batch = waiting.shift()!
    try {
      for (const [ticker, answer] of await ask(batch)) all.found.set(ticker, answer)
    } catch (fault) {
      if (!mayLieWithATicker(fault)) return { ...all, away: messageOf(fault) }
      const [only] = batch
      if (batch.length === 1) all.refused.set(only!, messageOf(fault))
      else waiting.push(batch.slice(0, batch.length / 2), batch.slice(batch.length / 2))
    }
  }
  return all
}

/** A reply that cannot be read, or a refusal of what was asked for; not an outage, a limit or a key. */
function mayLieWithATicker(fault: unknown): boolean {
  if (!(fault instanceof BrokerError)) return true
  return (fault.status >= 200 && fault.status < 300) || [400, 404, 422].includes(fault.status)
}
