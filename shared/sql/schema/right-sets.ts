/** What one may do with a table, and the sets of it that rights.ts is written in. */

export const read = ['select'] as const
export const append = ['select', 'insert'] as const
export const change = ['select', 'update'] as const
export const keep = ['select', 'insert', 'update'] as const
export const all = ['select', 'insert', 'update', 'delete'] as const
export const prune = ['select', 'delete'] as const

/** Of a sequence that a trigger asks by itself; one that only its column asks needs no right. */
export const next = ['usage'] as const

export type Right = 'select' | 'insert' | 'update' | 'delete' | 'usage'

/** What every program does that is always on. */
export const beats = { service_beats: all } as const

/** What every program does that has jobs: it asks for the schema, and its jobs are counted. */
export const jobs = { migrations: read, jobs: keep, job_counts: keep } as const
