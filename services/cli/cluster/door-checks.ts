/** Whether a release has a door that lets in who has not signed in, and in live a wire that can be read along. */

import { bad, check, few, ok, type Checked, type Tools } from './checks.ts'
import { valueOr } from './client.ts'
import type { Entrance, Ingress } from './entrances.ts'
import type { Survey } from './survey.ts'

/** Annotations by which ingress controllers ask a sign-in first; the chart refuses a host without. */
const ASKS_FIRST = [
  'traefik.ingress.kubernetes.io/router.middlewares',
  'nginx.ingress.kubernetes.io/auth-url',
]
/** They ask who is there themselves. */
const ASK_THEMSELVES = ['dashboard', 'query-api']

export function checkDoors(survey: Survey, tools: Tools): Checked[] {
  return [checkEntrances(survey, tools), checkWires(survey, tools)]
}

function checkEntrances({ ingresses, services, config }: Survey, { helm }: Tools): Checked {
  return check({
    check: 'doors',
    wanted: 'the page’s alone, over TLS',
    reading: ingresses,
    absent: () => ok('none'),
    judge: (all) => {
      const open = [
        ...all.flatMap((one) => doorsOf(one, isLive(config))),
        ...valueOr(services, []).flatMap(exposureOf),
      ]
      if (open.length === 0) return ok(`${all.length} Ingress`)
      return bad(few(open), `${helm} --set ingress.hosts.<name>=`)
    },
  })
}

function doorsOf({ metadata, spec }: Ingress, live: boolean): string[] {
  const covered = spec.tls.flatMap(({ hosts }) => hosts)
  const asks = ASKS_FIRST.some((name) => metadata.annotations[name])
  const backends = spec.rules.flatMap(({ http }) => http.paths.map((path) => path.service))
  const strangers = backends.filter((name) =>
    live ? name !== 'dashboard' : !ASK_THEMSELVES.includes(name) && !asks,
  )
  return [
    ...strangers.map((name) => `Ingress ${metadata.name} leads to ${name}`),
    ...spec.rules
      .filter(({ host }) => !covered.includes(host))
      .map(({ host }) => `Ingress ${metadata.name} has ${host || 'every host'} without TLS`),
  ]
}

function exposureOf({ metadata, spec }: Entrance): string[] {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer'
    ? [`Service ${metadata.name} is a ${spec.type}`]
    : []
}

function checkWires({ config, deployments, functions }: Survey, { helm }: Tools): Checked {
  return check({
    check: 'wires',
    wanted: 'TLS and roles of their own, in live',
    reading: deployments,
    absent: () => ok('none'),
    judge: (all) => {
      if (!isLive(config)) return ok('not live')
      const containers = [...all, ...valueOr(functions, [])].flatMap(({ spec }) => [
        ...spec.template.spec.containers,
        ...spec.template.spec.initContainers,
      ])
      const told = containers.flatMap(({ env }) => env)
      const values = (name: string) => [
        ...told.filter((one) => one.name === name && one.value !== '').map(({ value }) => value),
        ...[config[name] ?? ''].filter(Boolean),
      ]
      const plain = [
        ...(values('DATABASE_URL').every((url) => /[?&]sslmode=verify-full(&|$)/.test(url))
          ? []
          : ['PostgreSQL (global.postgres.sslMode)']),
        ...(values('REDIS_URL').every((url) => url.startsWith('rediss:'))
          ? []
          : ['Redis (global.redis.tls)']),
        ...Object.entries({
          S3_ENDPOINT: 'global.objects.endpoint',
          OLLAMA_BASE_URL: 'global.ollama.baseUrl',
        })
          .filter(([name]) => values(name).some((url) => url.startsWith('http:')))
          .map(([name, value]) => `${name} (${value})`),
        ...(new Set(values('DATABASE_URL').map(userOf)).size > 1 ||
        values('DATABASE_URL').length < 2
          ? []
          : ['one role for all (global.postgres.ownRoles)']),
        ...(told.some(({ name }) => name === 'SERVICE_SECRET')
          ? []
          : ['no SERVICE_SECRET (global.secrets.core)']),
        ...(values('PUBLIC_URL').every((url) => url.startsWith('https:'))
          ? []
          : ['the page without https (dashboard.publicUrl)']),
        ...(containers.every(({ image }) => image.includes('@sha256:'))
          ? []
          : ['images by a tag (global.images)']),
      ]
      return plain.length === 0
        ? ok('TLS, roles, digests')
        : bad(few(plain), `${helm} --values helm/values-live.yaml`)
    },
  })
}

const userOf = (url: string) => /^\w+:\/\/([^:@/]*)/.exec(url)?.[1] ?? ''

const isLive = (config: Record<string, string>) =>
  config['DEPLOY_STAGE'] === 'live' || config['BROKER_MODE'] === 'live'
