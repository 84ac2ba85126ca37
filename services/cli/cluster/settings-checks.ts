/** Whether Knative's cluster-wide settings suit functions that are scaled on list length. */

import { valueOr } from './client.ts'
import { bad, check, few, ok, warn, type Checked, type Finding, type Tools } from './checks.ts'
import type { Survey } from './survey.ts'
import { failingRevisions } from './objects.ts'
import { scalingModeOf } from './scaling-checks.ts'
import { upstreamRelease } from './upstream.ts'

/** Old revisions go as soon as nothing routes to them. */
const GC = {
  'min-non-active-revisions': '0',
  'max-non-active-revisions': '0',
  'retain-since-create-time': 'disabled',
  'retain-since-last-active-time': 'disabled',
} as const
/** Knative's own limit where config-defaults says none; also the longest of the chart's stages. */
const TIMEOUT_DEFAULT = 600
/** What Knative takes where config-network says none. */
const INGRESS_DEFAULT = 'istio.ingress.networking.knative.dev'
/** Registries whose tags Knative never resolves, where config-deployment says none. */
const SKIPPED_DEFAULT = 'kind.local,ko.local,dev.local'

const patch = ({ kubectl }: Tools, name: string, data: Record<string, string>) =>
  `${kubectl} -n knative-serving patch configmap ${name} --type merge -p '${JSON.stringify({ data })}'`

const noSetting = (name: string, tools: Tools) => () =>
  bad(
    `no ConfigMap ${name}`,
    `${tools.kubectl} apply -f ${upstreamRelease.serving('serving-core.yaml')}`,
  )

export function checkSettings(survey: Survey, tools: Tools): Checked[] {
  return [
    checkGc(survey, tools),
    checkTimeout(survey, tools),
    checkIngress(survey, tools),
    checkRegistries(survey, tools),
  ]
}

function checkGc(survey: Survey, tools: Tools): Checked {
  const { keda } = scalingModeOf(survey)
  const old = valueOr(survey.revisions, []).length - valueOr(survey.functions, []).length
  const failing = failingRevisions(
    valueOr(survey.functions, []),
    valueOr(survey.deployments, []),
  ).length
  return check({
    check: 'config-gc',
    wanted: keda
      ? 'old revisions go at once: each would be scaled, too'
      : 'old revisions at rest, or gone',
    reading: survey.settings['config-gc'],
    absent: noSetting('config-gc', tools),
    judge: (data) => {
      const off = Object.entries(GC).filter(([key, value]) => data[key] !== value)
      if (off.length === 0) return ok('removed at once')
      const told = off.flatMap(([key]) => (data[key] === undefined ? [] : `${key} ${data[key]}`))
      const found = `kept: ${told.join(', ') || "by Knative's default"}; ${Math.max(0, old)} there now`
      if (!keda && failing === 0) return ok(found)
      return warn(
        failing > 0 ? `${found}, ${failing} of them failing on` : found,
        patch(tools, 'config-gc', GC),
      )
    },
  })
}

function checkTimeout(survey: Survey, tools: Tools): Checked {
  const seconds = valueOr(survey.functions, []).map(
    ({ spec }) => spec.template.spec.timeoutSeconds ?? 0,
  )
  const wanted = seconds.length > 0 ? Math.max(...seconds) : TIMEOUT_DEFAULT
  return check({
    check: 'config-defaults',
    wanted: `max-revision-timeout-seconds ${wanted} or more`,
    reading: survey.settings['config-defaults'],
    absent: noSetting('config-defaults', tools),
    judge: (data) => {
      const told = data['max-revision-timeout-seconds']
      const found = Number(told ?? TIMEOUT_DEFAULT)
      const words = told === undefined ? `${found} by default` : `${found}`
      if (found >= wanted) return ok(words)
      return bad(
        words,
        patch(tools, 'config-defaults', { 'max-revision-timeout-seconds': `${wanted}` }),
      )
    },
  })
}

function checkIngress({ settings, serving }: Survey, tools: Tools): Checked {
  const running = valueOr(serving, []).map(({ metadata }) => metadata.name)
  const mend = [
    `${tools.kubectl} apply -f ${upstreamRelease.kourier}`,
    patch(tools, 'config-network', { 'ingress-class': 'kourier.ingress.networking.knative.dev' }),
  ]
  return check({
    check: 'config-network',
    wanted: 'an ingress class whose controller runs',
    reading: settings['config-network'],
    absent: noSetting('config-network', tools),
    judge: (data) => {
      const told = data['ingress-class'] ?? data['ingress.class']
      const found = told ?? INGRESS_DEFAULT
      const words = told === undefined ? `${found} by default` : found
      // Knative's own ingresses are named after their class and run beside it.
      const kind = /^(\w+)(?:-\w+)*\.ingress\.networking\.knative\.dev$/.exec(found)?.[1]
      if (kind === undefined || running.some((name) => name.startsWith(`net-${kind}`)))
        return ok(words)
      return bad(`${words}, and no net-${kind} runs in knative-serving`, ...mend)
    },
  })
}

/** Tags are looked up by Knative's controller, which must reach the registry and trust it. */
function checkRegistries({ settings, functions }: Survey, tools: Tools): Checked {
  const images = valueOr(functions, []).flatMap(({ spec }) =>
    spec.template.spec.containers.map(({ image }) => image),
  )
  return check({
    check: 'registries',
    wanted: 'images that Knative can look up, or need not',
    reading: settings['config-deployment'],
    absent: noSetting('config-deployment', tools),
    judge: (data) =>
      judgeRegistries(images, data['registries-skipping-tag-resolving'] ?? SKIPPED_DEFAULT, tools),
  })
}

function judgeRegistries(images: readonly string[], skipping: string, tools: Tools): Finding {
  if (images.length === 0) return ok('no function yet')
  const skipped = skipping.split(',').map((name) => name.trim())
  const looked = images.filter(
    (image) => !image.includes('@sha256:') && !skipped.includes(registryOf(image)),
  )
  const hosts = [...new Set(looked.map(registryOf))]
  if (hosts.length === 0) return ok('no tag is looked up')
  if (!hosts.includes('index.docker.io')) return ok(`tags are looked up at ${few(hosts)}`)
  return warn(
    `${few([...new Set(looked)], 1)} names no registry, so index.docker.io is asked`,
    `${tools.helm} --set global.imageRegistry=REGISTRY/PATH`,
    '# or, where the nodes have the images:',
    patch(tools, 'config-deployment', {
      'registries-skipping-tag-resolving': [...skipped, 'index.docker.io'].join(','),
    }),
  )
}

/** The host of an image's name as container runtimes read it: a first part with a dot or a port. */
function registryOf(image: string): string {
  const [first = ''] = image.split('/')
  const named = image.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  return named ? first : 'index.docker.io'
}
