/** The broker's list of stocks, each with what may be done with it. */

import * as v from 'valibot'
import type { BrokerAsset } from '../../domain/risk/facts.ts'
import type { Reject } from '../../domain/source/found.ts'
import type { AlpacaRequest } from './http.ts'
import { ListReply, readEach } from './lists.ts'
import { readReply } from './read.ts'
import { wire } from './wire-values.ts'

const AssetReply = v.pipe(
  v.object({
    symbol: wire.Symbol,
    status: wire.Text,
    tradable: v.boolean(),
    fractionable: v.fallback(v.boolean(), false),
    attributes: v.fallback(v.array(v.string()), []),
  }),
  v.transform((asset): BrokerAsset => ({
    ticker: asset.symbol,
    tradable: asset.tradable,
    fractionable: asset.fractionable,
    halted: asset.status !== 'active' || asset.attributes.includes('halted'),
    status: asset.status,
  })),
)

/** Every stock that is listed as active. */
export async function listAssets(
  send: (request: AlpacaRequest) => Promise<unknown>,
  odd?: Reject[],
): Promise<BrokerAsset[]> {
  const params = { status: 'active', asset_class: 'us_equity' }
  const all = await readReply('assets', ListReply, send({ path: '/v2/assets', params }))
  return readEach('asset', AssetReply, all, odd)
}
