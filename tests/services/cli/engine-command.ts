/** Runs words of the command line in this process, before an engine that answers over HTTP. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, vi } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { openApi } from '#shared/host/api/router.ts'
import { openSigned } from '#shared/host/api/signed.ts'
import { toRequest } from '#shared/host/request.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { UsageError, type Command } from '../../../services/cli/command.ts'
import { answerEngine } from '../../../services/trading-engine/routes.ts'
import { NOON } from '../../helpers/trading.ts'

const SECRET = 'a secret of this test file, long enough'

/** The engine as its callers reach it: over HTTP, by signature alone. */
export async function serveEngine(own: Sql, url: string) {
  let asks = 0
  const clock = {
    mode: 'real' as const,
    speed: 1,
    now: () => new Date(NOON.getTime() + (asks += 1)),
  }
  const prices = new Map([['AAA', { price: '100', at: NOON }]])
  const answer = openApi({
    service: 'trading-engine',
    answers: answerEngine({ sql: own, clock, rules, latestTrades: () => Promise.resolve(prices) }),
    authenticate: openSigned(SECRET),
    keep: openKeep(own, clock),
  })
  const server = createServer((request, response) => {
    void (async () => {
      const reply = await answer(await toRequest(request))
      response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const engine = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Runs a command as main.ts would; wrong use is 2, a no is 1. */
  return async (command: Command, args: string[], env: Record<string, string> = {}) => {
    const addresses = { DATABASE_URL: url, TRADING_ENGINE_URL: engine }
    const given = { ...addresses, SERVICE_SECRET: SECRET, ...env }
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value)
    const out = vi.spyOn(console, 'log').mockReturnValue()
    const err = vi.spyOn(console, 'error').mockReturnValue()
    const linesOf = ({ mock }: typeof out) => mock.calls.map(([line]) => String(line)).join('\n')
    try {
      const code = await command.run(args)
      return { code, out: linesOf(out), err: linesOf(err) }
    } catch (fault) {
      const code = fault instanceof UsageError ? 2 : 1
      return { code, out: linesOf(out), err: (fault as Error).message }
    } finally {
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
    }
  }
}
