/**
 * What each program may do in Redis, in the words of its access lists; nobody else has any business
 * there. An embedded Redis is given these; who keeps one of his own makes its users by the same lines
 * (docs/delivery.md), and names them in the REDIS_URL of each program.
 */

import {
  BARE_COUNTER,
  deadKey,
  EPOCH,
  heldKeys,
  pausedKey,
  pendingKey,
  PIPELINE_ENABLED,
  rateLimitKey,
  WAKE_CHANNEL,
} from './keys.ts'

/** To connect, to wait for readiness, to run the queue's scripts; nothing above the keys. */
const COMMANDS =
  '-@all +@read +@write +@connection +@transaction +@pubsub +eval +evalsha +time +info -@dangerous +info'

const changes = (...keys: string[]) => keys.map((key) => `%RW~${key}`).join(' ')

/** What the counting of turns at vendors asks for, its scripts included; no list of keys, no INFO. */
const COUNTING =
  '-@all +@connection +eval +evalsha +time +get +set +pexpire +zadd +zcard +zrevrange +zremrangebyscore -@dangerous'

export const queueUsers = {
  /** Takes jobs, holds and ends them; whether it may it only reads, but a script asks for both. */
  pump: [
    changes(pendingKey('*'), deadKey('*'), ...Object.values(heldKeys('*')), BARE_COUNTER),
    changes(pausedKey('*')),
    `&${WAKE_CHANNEL} ${COMMANDS}`,
  ].join(' '),
  /** Pushes jobs, mirrors the switch, restores what was lost. */
  scheduler: [
    changes(pendingKey('*'), deadKey('*'), pausedKey('*'), PIPELINE_ENABLED, EPOCH),
    `%R~stonks:* &${WAKE_CHANNEL} ${COMMANDS}`,
  ].join(' '),
  /** Looks at everything; turns the switch, and settles dead letters. */
  api: [
    changes(deadKey('*'), pausedKey('*'), PIPELINE_ENABLED),
    `%R~stonks:* &${WAKE_CHANNEL} ${COMMANDS}`,
  ].join(' '),
  /** Counts turns at vendors, for functions that ask them; of jobs and switches it sees nothing. */
  pacer: `${changes(rateLimitKey('*'))} ${COUNTING}`,
} as const satisfies Record<string, string>

export type QueueUser = keyof typeof queueUsers
