/** How trading would stand from here: whether money is real, and what the record says holds it. */

import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { deriveMode } from '#shared/domain/trading/mode-claims.ts'
import { openClock } from '#shared/host/clock.ts'
import { isSet, readEnv } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readRealMoney } from '#shared/sql/trading/mode.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'

/**
 * The mode by what is named here: the setting, the address, the key, and the account where it answers.
 *
 * @throws Error naming the two that contradict each other.
 */
export async function lookAtMode(): Promise<string> {
  const [hasAddress, hasKey] = [isSet('BROKER_BASE_URL'), isSet('BROKER_API_KEY')]
  const account = hasKey ? await askAccount() : {}
  const { mode, claims, disagreements } = deriveMode({
    brokerMode: readEnv('BROKER_MODE'),
    // What nobody named is the default, which says what would be asked all the same.
    baseUrl: readEnv('BROKER_BASE_URL'),
    key: hasKey ? readEnv('BROKER_API_KEY') : undefined,
    accountNumber: account.number,
  })
  if (disagreements.length > 0) throw new Error(disagreements.map(({ says }) => says).join('; '))
  const said = claims.map(({ source, found }) => `${source} ${found}`).join(', ')
  const unasked =
    account.fault === undefined ? '' : `; the account does not answer: ${account.fault}`
  const replay = hasAddress || hasKey ? '' : '; no key is set: up trades with the replay world'
  return `${mode}: ${said}${unasked}${replay}`
}

async function askAccount(): Promise<{ number?: string; fault?: string }> {
  try {
    const { accountNumber } = await openAlpaca().account()
    return { number: accountNumber ?? '' }
  } catch (fault) {
    return { fault: messageOf(fault) }
  }
}

/**
 * Mode, state and every hold, by the record that is named here.
 *
 * @throws Error where nothing may leave, naming all that keeps it back.
 */
export async function lookAtHolds(): Promise<string> {
  if (!isSet('DATABASE_URL')) return 'no record is named here'
  const sql = openPostgres(undefined, 1)
  try {
    const { mode, state, holds } = await readStanding(sql, openClock().now())
    const { accountNumber, consent } = await readRealMoney(sql)
    const told = holds.map(
      ({ code, state: how, since, says }) =>
        `${code} (${how} since ${since.toISOString().slice(0, 19)}Z: ${says})`,
    )
    const stands = [`${mode}, ${state}`, ...told].join('; ')
    if (state === 'halted' || mode === 'disabled') throw new Error(stands)
    if (consent === null || mode !== 'live') return stands
    return `${stands}; ${consent.by} consented to real money in account ${accountNumber}`
  } finally {
    await sql.end({ timeout: 1 })
  }
}
