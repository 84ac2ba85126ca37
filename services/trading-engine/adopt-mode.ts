/**
 * The mode, derived by the engine before its first round: from what it was given for the broker and
 * from the account, which is asked. While the account does not answer, it is disabled.
 */

import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { deriveMode } from '#shared/domain/trading/mode-claims.ts'
import { readEnv } from '#shared/host/env.ts'
import type { Logger } from '#shared/host/log.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveMode } from '#shared/sql/trading/mode.ts'

/** Derives it at each call until the account has answered once. */
export function openModeAdoption({
  sql,
  alpaca,
  log,
}: {
  sql: Sql
  alpaca: Pick<Alpaca, 'account'>
  log: Pick<Logger, 'warn'>
}): (now: Date) => Promise<void> {
  let isDerived = false
  return async (now) => {
    if (isDerived) return
    const given = {
      brokerMode: readEnv('BROKER_MODE'),
      baseUrl: readEnv('BROKER_BASE_URL'),
      key: readEnv('BROKER_API_KEY'),
    }
    const build = readEnv('BUILD')
    const save = (accountId: string, accountNumber: string | null) =>
      sql.begin((tx) =>
        saveMode(
          tx,
          {
            ...deriveMode({ ...given, accountNumber }),
            account: { accountId, accountNumber: accountNumber ?? '' },
            build,
          },
          now,
        ),
      )
    try {
      const { accountId, accountNumber } = await alpaca.account()
      await save(accountId, accountNumber ?? '')
      isDerived = true
    } catch (fault) {
      // The round goes on: it keeps the books, and nothing leaves.
      log.warn({ err: fault }, 'the account does not answer: the mode is disabled')
      await save('', null)
    }
  }
}
