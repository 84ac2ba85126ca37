import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { variables } from '#shared/host/variables.ts'
import { noHelm, render, REQUIRED } from './render.ts'

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  definitions?: Record<string, Schema>
}

const schema = JSON.parse(
  readFileSync(new URL('../../helm/values.schema.json', import.meta.url), 'utf8'),
) as Schema

/** Paths of objects that take any key at all. */
function openObjects(node: Schema, path: string): string[] {
  const isOpen = node.type === 'object' && node.additionalProperties === undefined
  const below = { ...node.properties, ...node.definitions }
  const inside = Object.entries(below).flatMap(([key, child]) =>
    openObjects(child, path ? `${path}.${key}` : key),
  )
  return isOpen ? [path, ...inside] : inside
}

const below = (...path: string[]) => {
  let at: Schema | undefined = schema
  for (const key of path) at = at?.properties?.[key]
  return Object.keys(at?.properties ?? {})
}

test('a setting may have the names of the product’s environment and no others', () => {
  expect(below('global', 'config').toSorted()).toEqual(Object.keys(variables).toSorted())
})

test('only what Helm itself fills takes any key', () => {
  expect(openObjects(schema, '')).toEqual(['knative.global', 'keda.global'])
})

/** What is refused, by the key it must name. */
const refused: Record<string, Record<string, string>> = {
  'Additional property pipelineEnable is not allowed': { 'global.pipelineEnable': 'true' },
  'global.stages.parsr: lists is required': { 'global.stages.parsr.pumps': '2' },
  'Additional property LOGLEVEL is not allowed': { 'global.config.LOGLEVEL': 'info' },
  'Additional property price-stream is not allowed': { 'services.price-stream.replicas': '1' },
  'Additional property image is not allowed': { 'superset.image': 'superset:1' },
  'Additional property registry is not allowed': { registry: 'example.com' },
  'Additional property replicas is not allowed': { 'knative.replicas': '1' },
  'Additional property PASSWORD is not allowed': { 'global.secrets.core.PASSWORD': 'x' },
  'global.pipelineEnabled: Invalid type': { 'global.pipelineEnabled': 'maybe' },
  'global.autoscaler: global.autoscaler must be one of the following: "keda", "kpa"': {
    'global.autoscaler': 'hpa',
  },
  'global.stages.parser.autoscaler must be one of': { 'global.stages.parser.autoscaler': 'hpa' },
  'global.stages.parser.pumps: Must be greater than or equal to 1': {
    'global.stages.parser.pumps': '0',
  },
  'global.stages.parser.functions: Must be greater than or equal to 1': {
    'global.stages.parser.functions': '0',
  },
  'global.stages.parser.timeoutSeconds: Invalid type': {
    'global.stages.parser.timeoutSeconds': '1m',
  },
  'global.stages.parser.resources.limits.cpu: Does not match pattern': {
    'global.stages.parser.resources.limits.cpu': 'two',
  },
  'global.pumpResources.requests.memory: Does not match pattern': {
    'global.pumpResources.requests.memory': '96MB',
  },
  'global.redis.database: Must be less than or equal to 15': { 'global.redis.database': '16' },
  'global.redis.database: Must be greater than or equal to 0': { 'global.redis.database': '-1' },
  'global.postgres.port: Must be less than or equal to 65535': { 'global.postgres.port': '65536' },
  'global.postgres.sslMode must be one of': { 'global.postgres.sslMode': 'prefer' },
  'global.objects.endpoint: Does not match pattern': { 'global.objects.endpoint': 'minio:9000' },
  'global.deployStage: Does not match pattern': { 'global.deployStage': 'Live!' },
  'global.images.functions.digest: Does not match pattern': {
    'global.images.functions.digest': 'latest',
  },
  'global.secrets.core.SERVICE_SECRET: Does not match pattern': {
    'global.secrets.core.SERVICE_SECRET': 'short',
  },
  'dashboard.publicUrl: Does not match pattern': {
    'dashboard.publicUrl': 'stonks.example.com',
  },
  'global.config.BROKER_MODE must be one of': { 'global.config.BROKER_MODE': 'real' },
  'global.config.LOG_LEVEL must be one of': { 'global.config.LOG_LEVEL': 'DEBUG' },
  'services.query-api.replicas: Must be greater than or equal to 0': {
    'services.query-api.replicas': '-1',
  },
  'services.query-api.secrets.0: services.query-api.secrets.0 must be one of': {
    'services.query-api.secrets': '{cores}',
  },
  'seed.backfillDays: Must be less than or equal to 3650': { 'seed.backfillDays': '3651' },
  'ingress.hosts.trino: Does not match pattern': { 'ingress.hosts.trino': 'Trino!' },
  'trino.image: Does not match pattern': { 'trino.image': 'trinodb/trino' },
  'hiveMetastore.storage.size: Does not match pattern': { 'hiveMetastore.storage.size': 'big' },
}

describe.skipIf(noHelm)('helm refuses by name (needs helm)', () => {
  test.each(Object.entries(refused))('%s', async (words, set) => {
    await expect(render({ set: { ...REQUIRED, ...set } })).rejects.toThrow(words)
  })
})
