/** Whether what scales the functions is there: autoscaler-keda, the CRDs and the metrics API. */

import { valueOr } from './client.ts'
import {
  bad,
  check,
  few,
  lacking,
  ok,
  toldVersion,
  warn,
  type Checked,
  type Tools,
} from './checks.ts'
import type { Survey } from './survey.ts'
import { autoscalerOf, whyNot } from './objects.ts'
import { installKeda, upstreamRelease } from './upstream.ts'

/** Who scales functions: of the release where there is one, else the chart's default. */
export function scalingModeOf({ functions }: Survey): { keda: boolean; installed: boolean } {
  const all = valueOr(functions, [])
  return {
    keda: all.length === 0 || all.some((one) => autoscalerOf(one) === 'keda'),
    installed: all.length > 0,
  }
}

export function checkScaling(survey: Survey, tools: Tools): Checked[] {
  return [checkAutoscaler(survey, tools), ...checkApis(survey, tools), checkMetrics(survey, tools)]
}

function checkAutoscaler(survey: Survey, tools: Tools): Checked {
  const { keda, installed } = scalingModeOf(survey)
  const { kubectl, helm } = tools
  const ways = [
    `${kubectl} apply -f ${upstreamRelease.autoscalerKeda}`,
    '# or let Knative scale the functions:',
    `${helm} --set global.autoscaler=kpa`,
  ]
  const none = () => {
    if (!keda) return ok('not installed')
    return installed ? bad('not installed', ...ways) : warn('not installed', ...ways)
  }
  return check({
    check: 'autoscaler-keda',
    wanted: keda ? 'there, without autoscaler-hpa' : 'not needed by kpa',
    reading: survey.serving,
    absent: none,
    judge: (all) => {
      const own = all.find(({ metadata }) => metadata.name === 'autoscaler-keda')
      const rival = all.some(({ metadata }) => metadata.name === 'autoscaler-hpa')
      if (!own) return none()
      if (rival)
        return bad(
          'runs beside autoscaler-hpa: both write the same HPAs',
          `${kubectl} -n knative-serving delete deployment autoscaler-hpa`,
        )
      const weak = lacking([own])
      if (weak.length > 0)
        return bad(few(weak), `${kubectl} -n knative-serving logs deployment/autoscaler-keda`)
      return ok(toldVersion(own))
    },
  })
}

function checkApis({ servingApi, kedaApi }: Survey, tools: Tools): Checked[] {
  const has = (names: readonly string[], mend: readonly string[]) => (found: string[]) => {
    const missing = names.filter((name) => !found.includes(name))
    return missing.length > 0
      ? bad(`missing: ${missing.join(', ')}`, ...mend)
      : ok(names.join(', '))
  }
  const servingNames = ['services', 'revisions']
  const kedaNames = ['scaledobjects', 'triggerauthentications']
  const crds = [`${tools.kubectl} apply -f ${upstreamRelease.serving('serving-crds.yaml')}`]
  return [
    check({
      check: "Knative's CRDs",
      wanted: `serving.knative.dev/v1: ${servingNames.join(', ')}`,
      reading: servingApi,
      absent: () => bad('no serving.knative.dev/v1', ...crds),
      judge: has(servingNames, crds),
    }),
    check({
      check: "KEDA's CRDs",
      wanted: `keda.sh/v1alpha1: ${kedaNames.join(', ')}`,
      reading: kedaApi,
      absent: () => bad('no keda.sh/v1alpha1', installKeda(tools)),
      judge: has(kedaNames, [installKeda(tools)]),
    }),
  ]
}

function checkMetrics({ metricsApi }: Survey, tools: Tools): Checked {
  return check({
    check: 'metrics API',
    wanted: 'external.metrics.k8s.io, served by KEDA',
    reading: metricsApi,
    absent: () => bad('not registered: nothing scales beyond one', installKeda(tools)),
    judge: (api) => {
      const { service } = api.spec
      const by = service ? `${service.namespace}/${service.name}` : 'nobody'
      const words = whyNot(api, 'Available')
      if (words !== '')
        return bad(
          `${by}: ${words}`,
          `${tools.kubectl} get apiservice v1beta1.external.metrics.k8s.io -o yaml`,
        )
      if (service?.name.startsWith('keda')) return ok(by)
      return bad(
        `served by ${by}: a cluster has one, and it must be KEDA's`,
        '# Remove the other metrics adapter, then:',
        installKeda(tools),
      )
    },
  })
}
