/** The chart signs programs in as the roles that the table of rights has. */

import { expect, test } from 'vitest'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const test_ = test.skipIf(noHelm)
const databaseRoles = ['api', 'functions', 'lake', 'orchestration', 'trading', 'views'].map(
  (role) => `stonks_${role}`,
)

const read = async (set: Record<string, string> = {}) =>
  podsOf(await render({ set: { ...REQUIRED, ...set } })).flatMap(({ owner, spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].map(({ env = [] }) => ({ owner, env })),
  )

test_('every role is somebody’s, and nobody has another (needs helm)', async () => {
  const users = (await read()).flatMap(({ env }) =>
    env.flatMap(({ name, value = '' }) =>
      name === 'DATABASE_URL' ? (/^postgres:\/\/(\w+)@/.exec(value)?.[1] ?? []) : [],
    ),
  )
  expect([...new Set(users)].toSorted()).toEqual(['stonks', ...databaseRoles].toSorted())
})

test_('the migration gives each role the password of its own key (needs helm)', async () => {
  const found = (await read()).filter(({ env }) =>
    env.some(({ name }) => name === 'ROLE_PASSWORDS'),
  )
  expect(found.map(({ owner }) => owner)).toEqual([expect.stringMatching(/^Job\/stonks-migrate-/)])
  const [{ env }] = found as [(typeof found)[number]]
  const at = (wanted: string) => env.findIndex(({ name }) => name === wanted)
  const given = env[at('ROLE_PASSWORDS')]?.value?.split(' ') ?? []
  expect(given.toSorted()).toEqual(
    databaseRoles
      .map((role) => `${role}=$(POSTGRES_PASSWORD_${role.replace('stonks_', '').toUpperCase()})`)
      .toSorted(),
  )
  // Kubernetes fills in only what stands before.
  for (const [, key = ''] of given.join(' ').matchAll(/\$\((\w+)\)/g)) {
    expect(at(key)).toBeGreaterThanOrEqual(0)
    expect(at(key)).toBeLessThan(at('ROLE_PASSWORDS'))
  }
})

test_('no role is named where all come as the owner (needs helm)', async () => {
  const all = await read({ 'global.postgres.ownRoles': 'false' })
  expect(JSON.stringify(all)).not.toMatch(/ROLE_PASSWORDS|stonks_functions/)
})
