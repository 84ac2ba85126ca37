/** What makes pods anew for a changed Secret tells nobody anything of it. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const test_ = test.skipIf(noHelm)
type Secrets = Record<string, Record<string, string>>

/** The stamp of each pod, one where they are all the same. */
async function stamps(set: Record<string, string>, values: string[] = []): Promise<string[]> {
  const pods = podsOf(await render({ values, set: { ...REQUIRED, ...set } }))
  return [...new Set(pods.flatMap(({ annotations }) => annotations['checksum/secrets'] ?? []))]
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const inOrder = (secrets: Secrets) =>
  JSON.stringify(secrets, (_key, value: unknown) =>
    value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** All values, as somebody has them who knows each but one, and guesses that. */
function guessed(): Secrets {
  const { global } = parse(readFileSync('helm/values.yaml', 'utf8')) as {
    global: { secrets: Secrets }
  }
  for (const [path, value] of Object.entries(REQUIRED)) {
    const [, secret = '', key = ''] = /^global\.secrets\.(\w+)\.(\w+)$/.exec(path) ?? []
    if (secret) global.secrets[secret]![key] = value
  }
  return global.secrets
}

test_('a right guess of a password is not told to be right (needs helm)', async () => {
  const told = await stamps({})
  expect(told).toHaveLength(1)
  const secrets = guessed()
  const guesses = [secrets, ...Object.values(secrets)].map((one) => inOrder(one as Secrets))
  const single = Object.values(secrets).flatMap((one) => Object.values(one))
  for (const guess of [...guesses, ...single]) expect(told).not.toContain(sha256(guess))
})

test_('the stamp is another for another secret, and under another key (needs helm)', async () => {
  const before = await stamps({})
  expect(await stamps({})).toEqual(before)
  const keys = ['core.POSTGRES_PASSWORD', 'core.SERVICE_SECRET', 'roles.POSTGRES_PASSWORD_API']
  for (const key of [...keys, 'broker.BROKER_API_KEY'].map((name) => `global.secrets.${name}`))
    expect(await stamps({ [key]: `another-${'x'.repeat(32)}` }), key).not.toEqual(before)
})

test_('where no key is known, only the names of the Secrets are stamped (needs helm)', async () => {
  const existing = { 'global.secrets.core.existingSecret': 'vault-core' }
  const before = await stamps(existing)
  expect(await stamps({ ...existing, 'global.secrets.broker.BROKER_API_KEY': 'b' })).toEqual(before)
  expect(await stamps({ 'global.secrets.core.existingSecret': 'vault' })).not.toEqual(before)
})
