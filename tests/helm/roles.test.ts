/** The chart signs programs in as the roles that the table of rights has. */

import { expect, test } from 'vitest'
import { databaseRoles } from '#shared/sql/schema/rights.ts'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const test_ = test.skipIf(noHelm)

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

test_('the migration alone is told the password of each role (needs helm)', async () => {
  const told = (await read()).flatMap(({ owner, env }) =>
    env.flatMap(({ name }) => (name.startsWith('POSTGRES_PASSWORD_') ? [`${owner} ${name}`] : [])),
  )
  expect(new Set(told.map((one) => one.replace(/-[0-9a-f]{8} .*/, '')))).toEqual(
    new Set(['Job/stonks-migrate']),
  )
  expect(told.map((one) => one.split(' ')[1]).toSorted()).toEqual(
    databaseRoles
      .map((role) => `POSTGRES_PASSWORD_${role.replace('stonks_', '').toUpperCase()}`)
      .toSorted(),
  )
})

test_('no role is named where all come as the owner (needs helm)', async () => {
  const all = await read({ 'global.postgres.ownRoles': 'false' })
  expect(JSON.stringify(all)).not.toMatch(/POSTGRES_PASSWORD_|stonks_functions/)
})
