import { expect, test } from 'vitest'
import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import { mayDo } from '../../../frontend/src/api/may-do.ts'

const keys = Object.keys(catalogue) as (keyof Catalogue)[]

test('nobody known may ask what anyone may, and nothing else', () => {
  for (const key of keys) expect(mayDo(key, undefined), key).toBe(catalogue[key].role === 'anyone')
})

test('each role may do what those before it may, up to its own', () => {
  const allowed = {
    viewer: ['anyone', 'viewer'],
    operator: ['anyone', 'viewer', 'operator'],
    admin: ['anyone', 'viewer', 'operator', 'admin'],
  } as const
  for (const role of ['viewer', 'operator', 'admin'] as const)
    for (const key of keys)
      expect(mayDo(key, role), `${role} ${key}`).toBe(
        (allowed[role] as readonly string[]).includes(catalogue[key].role),
      )
})
