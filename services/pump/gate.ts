/**
 * Lets deliveries through together, and one under suspicion only by itself.
 *
 * When a function dies, nobody can tell which of its jobs killed it. Each of them goes alone from
 * then on, so that the guilty one is counted and the others are not buried with it.
 */

export type PumpGate = {
  /** Runs `work` beside others, or with nobody beside it. */
  pass<T>(alone: boolean, work: () => Promise<T>): Promise<T>
  /** How many are inside. */
  inside(): number
}

export function openGate(): PumpGate {
  let inside = 0
  let closed = false
  const waiting: { alone: boolean; enter: () => void }[] = []

  const admit = () => {
    while (waiting.length > 0 && !closed) {
      const next = waiting[0]!
      if (next.alone && inside > 0) return
      waiting.shift()
      inside++
      closed = next.alone
      next.enter()
    }
  }
  return {
    inside: () => inside,
    async pass(alone, work) {
      await new Promise<void>((enter) => {
        waiting.push({ alone, enter })
        admit()
      })
      try {
        return await work()
      } finally {
        inside--
        if (alone) closed = false
        admit()
      }
    },
  }
}
