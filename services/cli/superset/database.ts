/** The one database that all charts are drawn from: the lake, as Trino has it. */

import { LAKEHOUSE } from '#shared/clients/trino/names.ts'
import { deriveId } from '#shared/host/ids.ts'

/** Of Superset's files. */
export const VERSION = '1.0.0'
export const DATABASE = 'lakehouse'
export const databaseId = deriveId('superset', 'database', DATABASE)

/** What Superset may do with it: ask, and nothing that writes. */
export function databaseOf({ url, user }: { url: string; user: string }): object {
  return {
    database_name: DATABASE,
    sqlalchemy_uri: addressOf(url, user),
    cache_timeout: null,
    expose_in_sqllab: true,
    allow_run_async: false,
    allow_ctas: false,
    allow_cvas: false,
    allow_dml: false,
    allow_csv_upload: false,
    extra: {
      allows_virtual_table_explore: true,
      // Trino ends what takes too long, though nobody waits for it any more.
      engine_params: { connect_args: { session_properties: { query_max_run_time: '60s' } } },
    },
    uuid: databaseId,
    version: VERSION,
  }
}

/** As SQLAlchemy writes it. Its driver speaks TLS where the address says 443, or where there is a password. */
function addressOf(url: string, user: string): string {
  const { protocol, hostname, port } = new URL(url)
  const isTls = protocol === 'https:'
  const tls = isTls && port !== '' && port !== '443' ? '?http_scheme=https' : ''
  return `trino://${encodeURIComponent(user)}@${hostname}:${port || (isTls ? 443 : 80)}/${LAKEHOUSE.catalog}${tls}`
}
