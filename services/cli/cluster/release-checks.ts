/** Whether the release in its namespace is whole, and every part of it well. */

import { bad, check, few, ok, warn, type Checked, type Tools } from './checks.ts'
import type { ClusterReading } from './client.ts'
import { checkDoors } from './door-checks.ts'
import type { Survey } from './survey.ts'
import { checkWorkloads } from './workload-checks.ts'

const LEVEL = 'pod-security.kubernetes.io/enforce'

export function checkRelease(survey: Survey, tools: Tools): Checked[] {
  const before = [checkNamespace(survey, tools), checkInstalled(survey, tools)]
  if (isAbsent(survey.home)) return before.slice(0, 1)
  if (isAbsent(survey.configMap)) return before
  return [
    ...before,
    checkSecrets(survey, tools),
    ...checkWorkloads(survey, tools),
    checkPolicies(survey, tools),
    ...checkDoors(survey, tools),
    checkServers(survey, tools),
  ]
}

const isAbsent = (reading: ClusterReading<unknown>) => !reading.ok && reading.why === 'absent'

function checkNamespace({ home, namespace }: Survey, { kubectl }: Tools): Checked {
  const label = `${kubectl} label namespace ${namespace} ${LEVEL}=restricted --overwrite`
  return check({
    check: 'namespace',
    wanted: 'pod security restricted',
    reading: home,
    absent: () =>
      warn(`${namespace} is not there`, `${kubectl} create namespace ${namespace}`, label),
    judge: (labels) => {
      const level = labels[LEVEL]
      if (level === 'restricted') return ok(`${namespace}, restricted`)
      return warn(`${namespace}, ${level ?? 'no level'} enforced`, label)
    },
  })
}

function checkInstalled({ configMap, namespace }: Survey, { helm }: Tools): Checked {
  return check({
    check: 'release',
    wanted: 'ConfigMap stonks-config',
    reading: configMap,
    absent: () => warn(`not installed in ${namespace}`, `${helm} --values YOUR-VALUES.yaml`),
    judge: (keys) => ok(`${keys.length} settings`),
  })
}

function checkSecrets(
  { secrets, keysNeeded, deployments }: Survey,
  { kubectl, namespace }: Tools,
): Checked {
  const unread = Object.values(secrets).find((reading) => !reading.ok && reading.why !== 'absent')
  const missing = keysNeeded.filter(({ secret, key }) => {
    const reading = secrets[secret]
    return reading?.ok ? !reading.value.includes(key) : reading?.why === 'absent'
  })
  const mend = [...new Set(missing.map(({ secret }) => secret))].map((secret) => {
    const keys = missing.filter((one) => one.secret === secret).map(({ key }) => key)
    if (!secrets[secret]?.ok)
      return `${kubectl} -n ${namespace} create secret generic ${secret} ${keys.map((key) => `--from-literal=${key}=…`).join(' ')}`
    const stringData = Object.fromEntries(keys.map((key) => [key, '…']))
    return `${kubectl} -n ${namespace} patch secret ${secret} --type merge -p '${JSON.stringify({ stringData })}'`
  })
  return check<unknown>({
    check: 'Secrets',
    wanted: `${keysNeeded.length} keys that pods ask for`,
    // Who asks for them must be known, too.
    reading: unread ?? deployments,
    absent: () => ok('none'),
    judge: () =>
      missing.length > 0
        ? bad(`missing: ${few(missing.map(({ secret, key }) => `${secret}/${key}`))}`, ...mend)
        : ok(few(Object.keys(secrets), 5)),
  })
}

function checkPolicies({ policies }: Survey, { helm }: Tools): Checked {
  const mend = `${helm} --set networkPolicy.enabled=true`
  return check({
    check: 'NetworkPolicies',
    wanted: 'what is not allowed is denied',
    reading: policies,
    absent: () => warn('none', mend),
    judge: (all) => {
      const denies = (type: string) =>
        all.some(
          ({ spec }) =>
            Object.keys(spec.podSelector).length === 0 && spec.policyTypes.includes(type),
        )
      const open = ['Ingress', 'Egress'].filter((type) => !denies(type))
      if (open.length === 0) return ok(`${all.length}, both ways denied by default`)
      return warn(`${all.length}, ${open.join(' and ')} not denied by default`, mend)
    },
  })
}

/** As the cluster sees them: query-api answers out of PostgreSQL, and says whether Redis does. */
function checkServers({ pipeline }: Survey, { kubectl, namespace }: Tools): Checked {
  const logs = `${kubectl} -n ${namespace} logs deployment/query-api --all-containers --tail 50`
  return check({
    check: 'PostgreSQL, Redis',
    wanted: 'both answer query-api',
    reading: pipeline,
    absent: (words) => warn(`not known: ${words}`, logs),
    failed: (words) => bad(words, logs),
    judge: ({ redisAnswers }) =>
      redisAnswers ? ok('both answer') : bad('Redis does not answer query-api', logs),
  })
}
