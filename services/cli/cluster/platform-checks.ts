/** Whether Kubernetes, Knative Serving and KEDA are there, and in versions that fit. */

import {
  bad,
  check,
  few,
  isAtLeast,
  lacking,
  ok,
  toldVersion,
  versionOf,
  warn,
  type Checked,
  type Finding,
  type Tools,
} from './checks.ts'
import type { Survey } from './survey.ts'
import type { Deployment } from './objects.ts'
import { installKeda, installServing } from './upstream.ts'

const KNATIVE_MIN = [1, 22, 0] as const
const KEDA_MIN = [2, 20, 2] as const
const MINOR_MIN = 34
/** The newest that KEDA 2.20 is tested on. */
const MINOR_MAX = 35

export function checkPlatform(survey: Survey, tools: Tools): Checked[] {
  return [checkKubernetes(survey), checkServing(survey, tools), checkKeda(survey, tools)]
}

function checkKubernetes({ version }: Survey): Checked {
  return check({
    check: 'Kubernetes',
    wanted: `1.${MINOR_MIN} to 1.${MINOR_MAX}`,
    reading: version,
    absent: () => warn('tells no version'),
    judge: (text) => {
      const found = versionOf(text)
      if (!found) return warn(`"${text}" is no version`)
      if (found.minor < MINOR_MIN)
        return warn(
          found.text,
          `# Upgrade the cluster: Knative from 1.22 on asks for 1.${MINOR_MIN}`,
        )
      if (found.minor > MINOR_MAX)
        return warn(
          `${found.text}, newer than was tried`,
          '# Look for a KEDA that names this version as tested',
        )
      return ok(found.text)
    },
  })
}

function checkServing({ serving }: Survey, tools: Tools): Checked {
  return check({
    check: 'Knative Serving',
    wanted: '1.22 or newer',
    reading: serving,
    absent: () => bad('not installed', ...installServing(tools)),
    judge: (all) => {
      const controller = all.find(({ metadata }) => metadata.name === 'controller')
      if (!controller) return bad('not installed', ...installServing(tools))
      return judgeVersion(all, controller, {
        min: KNATIVE_MIN,
        install: installServing(tools),
        tools,
      })
    },
  })
}

function checkKeda({ keda }: Survey, tools: Tools): Checked {
  return check({
    check: 'KEDA',
    wanted: '2.20.2 or newer',
    reading: keda,
    absent: () => bad('not installed', installKeda(tools)),
    judge: (all) => {
      const operator = all.find(({ metadata }) => metadata.name === 'keda-operator')
      if (!operator) return bad('not installed', installKeda(tools))
      return judgeVersion(all, operator, {
        min: KEDA_MIN,
        install: [installKeda(tools)],
        tools,
      })
    },
  })
}

type Wanted = {
  min: readonly [number, number, number]
  install: string[]
  tools: Tools
}

function judgeVersion(all: readonly Deployment[], chief: Deployment, wanted: Wanted): Finding {
  const told = toldVersion(chief)
  const version = versionOf(told)
  if (version && !isAtLeast(version, wanted.min)) return bad(version.text, ...wanted.install)
  const weak = lacking(all)
  const where = `${wanted.tools.kubectl} -n ${chief.metadata.namespace}`
  if (weak.length > 0) return bad(`${told}: ${few(weak)}`, `${where} get pods`)
  if (version) return ok(version.text)
  return warn(
    `runs, and tells no version ("${told}")`,
    `${where} get deployment ${chief.metadata.name} -o yaml`,
  )
}
