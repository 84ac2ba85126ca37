import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { queueUsers } from '#shared/queue/redis/rights.ts'
import { redisConfig } from '../../../services/local/embedded/redis-config.ts'
import { openSecrets, redisPasswords } from '../../../services/local/secrets.ts'

test('every user of the queues has a password in a state, and a line in its Redis', () => {
  const state = mkdtempSync(join(tmpdir(), 'stonks-secrets-'))
  try {
    const config = redisConfig(6379, redisPasswords(openSecrets(state)))
    for (const user of Object.keys(queueUsers)) expect(config).toContain(`user ${user} reset on #`)
  } finally {
    rmSync(state, { recursive: true, force: true })
  }
})
