/** `stonks explain`: follows orders down to the bytes they rest on, and checks every link. */

import { openObjects } from '#shared/clients/objects/store.ts'
import { openExplainer } from '#shared/explain/explain.ts'
import type { Explanation } from '#shared/contracts/api/explanation.ts'
import { sayBroken, sayExplanation } from '#shared/explain/say.ts'
import { listOrderIds } from '#shared/sql/provenance/order.ts'
import { openPostgres } from '#shared/sql/open.ts'
import { readArgs, UsageError, type Command } from '../command.ts'

const help = `Usage: stonks explain ORDER [--json]
       stonks explain --all [--json]

Follows an order down to the bytes it rests on, and checks every link:
order, risk evaluation, decision, recommendation, trend, signals, extractions,
quotes, documents, raw objects and normalised texts. Ids and hashes are derived
again, verdicts and scores are computed again. Reads only.

  ORDER    an order's id, or its client_order_id
  --all    every order there is
  --json   {"orders":n,"intact":n,"broken":[{"order","link","id","why"}]};
           with ORDER, also "links": each link with what it shows
  --help   this text

Exit code: 0 every chain is intact, 1 a link is broken or the order is unknown,
2 wrong use.

Example: stonks explain --all
`

export const command: Command = {
  name: 'explain',
  summary: 'checks the chain from an order down to the raw documents',
  help,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      options: {
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    })
    const [orderId, ...others] = positionals
    if (others.length > 0 || (orderId === undefined) !== values.all) {
      throw new UsageError('explain takes one order id, or --all')
    }
    const sql = openPostgres()
    try {
      const explain = openExplainer({ sql, objects: openObjects() })
      const explained: Explanation[] = []
      for (const id of orderId === undefined ? await listOrderIds(sql) : [orderId])
        explained.push(await explain(id))
      process.stdout.write(
        values.json ? toJson(explained, orderId !== undefined) : toText(explained, values.all),
      )
      return explained.every(({ intact }) => intact) ? 0 : 1
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

function toText(explained: readonly Explanation[], all: boolean): string {
  if (!all) return `${explained.map(sayExplanation).join('\n\n')}\n`
  const broken = explained.flatMap(({ orderId, broken: links }) =>
    links.map((link) => `${orderId}  ${sayBroken(link)}`),
  )
  const intact = explained.filter((each) => each.intact).length
  return [...broken, `${intact} of ${explained.length} orders have an intact chain`, ''].join('\n')
}

function toJson(explained: readonly Explanation[], withLinks: boolean): string {
  const broken = explained.flatMap(({ orderId, broken: links }) =>
    links.map(({ link, id, why }) => ({ order: orderId, link, id, why })),
  )
  const counts = {
    orders: explained.length,
    intact: explained.filter(({ intact }) => intact).length,
    broken,
  }
  return `${JSON.stringify(withLinks ? { ...counts, links: explained[0]?.links } : counts)}\n`
}
