/** `stonks doctor --cluster`: reads the cluster, judges what it found, and prints how to mend it. */

import { shortened } from '#shared/domain/document/text/cut.ts'
import type { ExitCode } from '../command.ts'
import { formatTable } from '../table.ts'
import type { Checked, Tools } from './checks.ts'
import { openCluster, valueOr, type Cluster, type Where } from './client.ts'
import { openQueryApi } from './counts.ts'
import { readSurvey, type Survey } from './survey.ts'
import { checkPlatform } from './platform-checks.ts'
import { checkRelease } from './release-checks.ts'
import { checkScaling } from './scaling-checks.ts'
import { checkSettings } from './settings-checks.ts'

/** The release's name where nothing in the namespace tells one. */
const RELEASE = 'stonks'
/** Longer findings are cut in the table and whole under it. */
const CELL_MAX = 64

export async function examineCluster(where: Where, json: boolean): Promise<ExitCode> {
  const cluster = await openCluster(where)
  const survey = await readOnce(cluster)
  const checks = judgeCluster(survey, toolsFor(cluster, survey, where.context))
  const good = checks.every(({ verdict }) => verdict !== 'bad')
  const { context, server, namespace } = cluster
  console.log(
    json
      ? JSON.stringify({ context, server, namespace, ok: good, checks })
      : `Context ${context} at ${server}, namespace ${namespace}\n\n${describe(checks)}`,
  )
  return good ? 0 : 1
}

async function readOnce(cluster: Cluster): Promise<Survey> {
  const queryApi = openQueryApi(cluster)
  try {
    return await readSurvey(cluster, queryApi.read)
  } finally {
    await queryApi.close()
  }
}

export function judgeCluster(survey: Survey, tools: Tools): Checked[] {
  return [
    ...checkPlatform(survey, tools),
    ...checkScaling(survey, tools),
    ...checkSettings(survey, tools),
    ...checkRelease(survey, tools),
  ]
}

/** A context that was chosen for this command alone must be chosen in what mends it, too. */
function toolsFor(cluster: Cluster, survey: Survey, chosen: string | undefined): Tools {
  const { namespace } = cluster
  const release = valueOr(survey.functions, [])
    .map(({ metadata }) => metadata.labels['app.kubernetes.io/instance'])
    .find((name) => name !== undefined)
  const helm = chosen === undefined ? 'helm' : `helm --kube-context ${chosen}`
  return {
    namespace,
    kubectl: chosen === undefined ? 'kubectl' : `kubectl --context ${chosen}`,
    helm: `${helm} upgrade --install ${release ?? RELEASE} helm -n ${namespace} --reuse-values`,
  }
}

export function describe(checks: readonly Checked[]): string {
  const table = formatTable(
    ['check', 'verdict', 'found', 'wanted'],
    checks.map((row) => [row.check, row.verdict, cut(row.found), row.wanted]),
  )
  const open = checks.filter(({ verdict }) => verdict !== 'ok')
  if (open.length === 0) return `${table}\n\nAll is well.`
  const mends = open.map(({ check, verdict, found, mend }) =>
    [`${check} (${verdict}): ${found}`, ...mend.map((command) => `    ${command}`)].join('\n'),
  )
  return `${table}\n\nTo mend:\n${mends.join('\n')}`
}

function cut(words: string): string {
  return shortened(words.replaceAll(/\s+/g, ' '), CELL_MAX)
}
