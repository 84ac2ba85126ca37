import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { breachesOf } from './pod-security.ts'
import { podsOf } from './pods.ts'
import { chart, helm, LIVE, noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const FILES = ['values-beta.yaml', 'values-paper.yaml', 'values-live.yaml']

const configOf = (objects: readonly KubernetesObject[]) =>
  objects.find(({ metadata }) => metadata.name === 'stonks-config')?.data as Record<string, string>
/** What query-api is told: addresses of PostgreSQL and Redis are each program's own. */
const addressesOf = (objects: readonly KubernetesObject[]) =>
  Object.fromEntries(
    podsOf(objects)
      .filter(({ owner }) => owner === 'Deployment/query-api')
      .flatMap(({ spec }) => spec.containers[0]?.env ?? [])
      .map(({ name, value }) => [name, value]),
  )
const hostsOf = (objects: readonly KubernetesObject[]) =>
  objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ spec }) => (spec as { rules: { host: string }[] }).rules.map(({ host }) => host))
    .toSorted()
const namesOf = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name)

test('there is a values file for each environment', () => {
  const found = readdirSync(new URL('../../helm', import.meta.url)).filter((name) =>
    /^values-.*\.yaml$/.test(name),
  )
  expect(found.toSorted()).toEqual(FILES.toSorted())
})

describe.skipIf(noHelm)('values files (need helm)', () => {
  test.each([[], ...FILES.map((file) => [file])])('%s is linted and renders', async (...files) => {
    const folder = await chart()
    const values = files.flatMap((file) => ['--values', `${folder}/${file}`])
    const given = { ...(files.includes('values-live.yaml') ? LIVE : {}), ...REQUIRED }
    const set = Object.entries(given).flatMap(([key, value]) => ['--set', `${key}=${value}`])
    const told = await helm('lint', folder, '--strict', ...values, ...set)
    expect(told).toContain('0 chart(s) failed')
    expect(told).not.toContain('[ERROR]')
    const objects = await render({ values: files, set: REQUIRED })
    const breaches = podsOf(objects).flatMap(({ owner, spec, annotations }) =>
      breachesOf(spec, annotations).map((breach) => `${owner} ${breach}`),
    )
    expect(podsOf(objects).length).toBeGreaterThan(15)
    expect(breaches).toEqual([])
  })

  test('names the servers that it speaks to without TLS, with real money none', async () => {
    const hosts = async (...values: string[]) =>
      configOf(await render({ values, set: REQUIRED }))['PLAINTEXT_HOSTS']
    expect(await hosts()).toBe(
      'postgresql-rw.postgresql-service.svc.cluster.local,redis-master.redis-service.svc.cluster.local,minio.minio-service.svc.cluster.local:80',
    )
    const tls = {
      'global.postgres.sslMode': 'verify-full',
      'global.redis.tls': 'true',
      'global.objects.endpoint': 'https://minio.example.com',
    }
    expect(configOf(await render({ set: { ...REQUIRED, ...tls } }))).not.toHaveProperty(
      'PLAINTEXT_HOSTS',
    )
    expect(await hosts('values-live.yaml')).toBeUndefined()
  })

  test('the base is a whole installation that trades on paper', async () => {
    const objects = await render({ set: REQUIRED })
    expect(configOf(objects)).toMatchObject({
      BROKER_MODE: 'paper',
      DEPLOY_STAGE: 'paper',
      TRADING_ENABLED: 'true',
    })
    expect(addressesOf(objects)['DATABASE_URL']).toMatch(/\/stonks$/)
    expect(namesOf(objects, 'Deployment')).toEqual(
      expect.arrayContaining(['dashboard', 'hive-metastore', 'superset', 'trino']),
    )
    expect(hostsOf(objects)).toEqual(['stonks.celestium.life'])
  })

  test('beta stands apart, speaks more and has no analytics', async () => {
    const namespace = 'stonks-oracle-beta'
    const objects = await render({ values: ['values-beta.yaml'], set: REQUIRED, namespace })
    expect(configOf(objects)).toMatchObject({
      DEPLOY_STAGE: 'beta',
      BROKER_MODE: 'paper',
      LOG_LEVEL: 'debug',
      FUNCTION_URL: 'http://{stage}.stonks-oracle-beta.svc.cluster.local',
    })
    expect(addressesOf(objects)).toMatchObject({
      DATABASE_URL: expect.stringMatching(/\/stonks_beta$/) as string,
      REDIS_URL: expect.stringMatching(/\/1$/) as string,
    })
    for (const name of ['hive-metastore', 'trino', 'superset'])
      expect(namesOf(objects, 'Deployment')).not.toContain(name)
    expect(namesOf(objects, 'PersistentVolumeClaim')).toEqual([])
    expect(hostsOf(objects)).toEqual(['stonks-beta.celestium.life'])
  })

  test('paper is whole, with a database, a Redis database and hosts of its own', async () => {
    const objects = await render({ values: ['values-paper.yaml'], set: REQUIRED })
    expect(configOf(objects)).toMatchObject({ DEPLOY_STAGE: 'paper', BROKER_MODE: 'paper' })
    expect(addressesOf(objects)).toMatchObject({
      DATABASE_URL: expect.stringMatching(/\/stonks_paper$/) as string,
      REDIS_URL: expect.stringMatching(/\/2$/) as string,
    })
    expect(hostsOf(objects)).toEqual(['stonks-paper.celestium.life'])
  })

  test('live trades for real, with Secrets that are there and no value of them', async () => {
    const objects = await render({ values: ['values-live.yaml'] })
    expect(configOf(objects)).toMatchObject({ DEPLOY_STAGE: 'live', BROKER_MODE: 'live' })
    expect(namesOf(objects, 'Secret')).toEqual([])
  })

  test('no two environments share a database, a list or a host', async () => {
    const all = await Promise.all(FILES.map((file) => render({ values: [file], set: REQUIRED })))
    for (const name of ['DATABASE_URL', 'REDIS_URL'])
      expect(new Set(all.map((objects) => addressesOf(objects)[name])).size).toBe(FILES.length)
    expect(new Set(all.map((objects) => configOf(objects)['DEPLOY_STAGE'])).size).toBe(FILES.length)
    const hosts = all.flatMap(hostsOf)
    expect(new Set(hosts).size).toBe(hosts.length)
  })
})
