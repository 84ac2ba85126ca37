/** When a release's Knative Services serve what was asked of them last. */

import { stageNames } from '#shared/pipeline.ts'
import { until } from './kubectl.ts'

type Condition = { type: string; status: string; reason?: string; message?: string }
type Served = {
  metadata: { name: string; generation: number }
  status?: { observedGeneration?: number; conditions?: Condition[] }
}

/**
 * Resolves when every stage's Service is Ready with its newest template; `get` runs kubectl's get in
 * the release's namespace.
 *
 * @throws Error with the conditions of those that are not.
 */
export async function untilReady(
  get: (...args: string[]) => Promise<string>,
  seconds: number,
): Promise<void> {
  let waiting: string[] = []
  const ready = async () => {
    const { items } = JSON.parse(await get('ksvc', '-o', 'json')) as {
      items: Served[]
    }
    waiting = items.filter((item) => !isReady(item)).map(sayWhy)
    return items.length === stageNames.length && waiting.length === 0
  }
  await until('every Knative Service Ready', seconds, ready, () => waiting)
}

function isReady({ metadata, status }: Served): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  return status?.observedGeneration === metadata.generation && ready?.status === 'True'
}

function sayWhy({ metadata, status }: Served): string {
  const why = status?.conditions?.filter(({ status: said }) => said !== 'True') ?? []
  return `${metadata.name}: ${why.map(({ type, reason, message }) => `${type} ${reason ?? ''} ${message ?? ''}`).join('; ')}`
}
