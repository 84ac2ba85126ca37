/** A real Trino over a real S3 for a test file: those that TRINO_URL and S3_ENDPOINT name, or a kit that is up here. */

import { openS3 } from '#shared/clients/objects/s3.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import type { TrinoSettings } from '#shared/clients/trino/settings.ts'

const KIT = {
  trino: 'http://127.0.0.1:18080',
  s3: 'http://127.0.0.1:19000',
  accessKey: 'kitaccess',
  secretKey: 'kitsecret1',
}

const given = process.env['TRINO_URL'] && process.env['S3_ENDPOINT']
const answers = async (url: string) =>
  (await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined))?.ok === true
const isUp =
  Boolean(given) ||
  ((await answers(`${KIT.trino}/v1/info`)) && (await answers(`${KIT.s3}/minio/health/live`)))

/** Why there is no Trino here, for a test's title; empty where there is one. */
export const whyNoTrino = isUp
  ? ''
  : ' (skipped: no TRINO_URL with S3_ENDPOINT, and no kit that is up on their usual ports)'

export const trino: TrinoSettings = {
  url: (given && process.env['TRINO_URL']) || KIT.trino,
  user: process.env['TRINO_USER'] ?? 'stonks',
  password: process.env['TRINO_PASSWORD'] ?? '',
}

/** The store that this Trino reads. */
export function openTrinoObjects(): Objects {
  const env = given ? process.env : {}
  return openS3({
    endpoint: env['S3_ENDPOINT'] ?? KIT.s3,
    accessKey: env['S3_ACCESS_KEY'] ?? KIT.accessKey,
    secretKey: env['S3_SECRET_KEY'] ?? KIT.secretKey,
    region: env['S3_REGION'] ?? 'us-east-1',
  })
}
