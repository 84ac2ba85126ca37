/**
 * Every Redis key. docs/delivery.md says what each holds; KEDA reads three of them.
 *
 * Scripts touch keys of one list and one stage together, so a Redis Cluster cannot serve them.
 */

export const QUEUE_PREFIX = 'stonks:queue:'
export const WAKE_CHANNEL = 'stonks:wake'
/** There while Redis remembers; its absence tells that everything is to be restored. */
export const EPOCH = 'stonks:epoch'
export const PIPELINE_ENABLED = 'stonks:pipeline:enabled'
/** Hash stage → functions that run, of a platform that scales itself. */
export const REPLICAS = 'stonks:replicas'
/** Numbers jobs that were pushed bare. */
export const BARE_COUNTER = 'stonks:bare'

export const pendingKey = (list: string) => QUEUE_PREFIX + list
export const deadKey = (list: string) => `stonks:dlq:${list}`
export const pausedKey = (stage: string) => `stonks:paused:${stage}`

/** Turns at a vendor; see redis/shared-turns.ts. */
export const rateLimitKey = (name: string) => `stonks:ratelimit:${name}`

/** What a stage holds: deadlines, and by job id the event, the holder, and what went before. */
export const heldKeys = (stage: string) => ({
  leases: `stonks:leases:${stage}`,
  inFlight: `stonks:inflight:${stage}`,
  holders: `stonks:holders:${stage}`,
  deliveries: `stonks:deliveries:${stage}`,
  history: `stonks:history:${stage}`,
  suspects: `stonks:suspects:${stage}`,
})
