/** Which part is embedded, which is simulated and which is real, as `up` tells the person who started it. */

import { openNamedServer, readerNamed } from '#shared/clients/model/settings.ts'
import { isSet, readEnv } from '#shared/host/env.ts'
import type { VariableName } from '#shared/host/variables.ts'
import { hostOf, near } from './say-address.ts'
import type { Platform } from './platform.ts'

type Row = [part: string, kind: 'embedded' | 'simulated' | 'replayed' | 'real', what: string]

/** One line a part. */
export function describeParts({ settings, info, kinds }: Platform): string[] {
  const made = info?.label === 'replay' ? 'replayed' : 'simulated'
  const vendor = (part: string, name: VariableName, what: string): Row =>
    isSet(name) ? [part, 'real', hostOf(readEnv(name))] : [part, made, what]
  const rows: Row[] = [
    isSet('DATABASE_URL')
      ? ['database', 'real', kinds.database]
      : ['database', 'embedded', kinds.database],
    isSet('REDIS_URL') ? ['queues', 'real', kinds.queues] : ['queues', 'embedded', kinds.queues],
    isSet('S3_ENDPOINT')
      ? ['objects', 'real', hostOf(readEnv('S3_ENDPOINT'))]
      : ['objects', 'embedded', `a folder, ${near(settings['OBJECTS_DIR'] ?? '')}`],
    readingRow(),
    vendor('market', 'MARKET_DATA_BASE_URL', 'prices and news of the replay world'),
    vendor('filings', 'EDGAR_BASE_URL', 'of the replay world'),
    vendor('broker', 'BROKER_BASE_URL', `a paper account of ${dollars(info?.cash)} USD`),
    ['scaling', 'embedded', 'functions from 0 to 1 and back, by KEDA’s formula'],
  ]
  return rows.map(([part, kind, what]) => `${part.padEnd(9)} ${kind.padEnd(10)} ${what}`)
}

function readingRow(): Row {
  const kind = readerNamed()
  const first = readEnv('FINBERT_MODEL') === '' ? '' : 'FinBERT where it is sure, else '
  if (kind === 'rules')
    return ['reading', 'embedded', `${first}a small linear model over rules (rules-v2)`]
  const { model, address } = openNamedServer(kind)
  return ['reading', 'real', `${first}${model} at ${hostOf(address)}`]
}

function dollars(cash: string | undefined): string {
  return Number(cash ?? 0).toLocaleString('en-US')
}
