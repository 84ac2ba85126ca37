import { describe, expect, test } from 'vitest'
import { callsInTransactions, cutsElsewhere, withProgram } from './typed.ts'

/** Each stands in for a file of the product. */
const planted = {
  'services/scheduler/positions.ts': `/** Planted. */
import type { Objects } from '#shared/clients/objects/store.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
export function first(sql: Sql, objects: Objects) {
  return sql.begin(async (tx) => {
    await tx\`select 1\`
    return objects.get('a', 'b')
  })
}
export async function second(tx: Tx, { redis }: { redis: Redis }) {
  await redis.ping()
  await tx\`select 1\`
}
export const third = (deps: { objects: Objects }) => async (tx: Tx) => {
  await tx\`select 1\`
  await deps.objects.has('a', 'b')
}
export const fourth = (sql: Sql) => sql.begin(async (tx) => [await fetch('http://x'), tx])
export const fifth = (sql: Sql, alpaca: never) =>
  sql.begin(async (tx) => [await fetchBrokerState(alpaca, null), tx])
type Deps = { objects: Objects }
export const sixth = (sql: Sql, deps: Deps, all: (tx: Tx, deps: Deps) => number) =>
  sql.begin((tx) => all(tx, deps))
export const sound = async (sql: Sql, objects: Objects) => {
  const bytes = await objects.get('a', 'b')
  await sql.begin((tx) => tx\`select \${bytes.length}\`)
}
`,
  'services/scheduler/due-sources.ts': `/** Planted. */
const TEXT_MAX = 9
export const first = (text: string) => text.slice(0, TEXT_MAX)
export const second = (text: string) => text.slice(0, 200)
export const third = (text: string) => text.substring(0, 3)
export const fourth = (text: string) => \`a\${text.slice(0, TEXT_MAX - 1)}\`
export const fifth = (text: string) => text.slice(-500)
export const soundList = (list: string[]) => list.slice(0, TEXT_MAX)
export const soundField = (date: string) => date.slice(0, 10)
export const soundPlace = (text: string, end: number) => text.slice(0, end)
`,
}

const linesOf = (found: string[]) => [...new Set(found.map((line) => line.split(':')[1]))]

describe('what the compiler knows', () => {
  const [cuts, calls] = withProgram({}, (all) => [cutsElsewhere(all), callsInTransactions(all)])

  test('text is cut in one place', () => expect(cuts).toEqual([]))
  test('nobody asks another system inside a transaction', () => expect(calls).toEqual([]))
})

describe('is seen when broken', () => {
  const [cuts, calls] = withProgram(planted, ({ project, files }) => {
    const only = files.filter(({ path }) => path in planted)
    const seen = { project, files: only }
    return [cutsElsewhere(seen), callsInTransactions(seen)]
  })

  test('a text cut elsewhere', () => expect(linesOf(cuts)).toEqual(['3', '4', '5', '6', '7']))
  test('a call inside a transaction', () =>
    expect(linesOf(calls)).toEqual(['9', '12', '13', '18', '20', '22', '25']))
})
