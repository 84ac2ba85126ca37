/** `stonks doctor`: tries every part the product would use, and says how to mend what fails. */

import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'
import { checks, type PartFinding } from '../doctor/checks.ts'
import { messageOf } from '#shared/host/faults.ts'

const help = `
Usage: stonks doctor [--json]
       stonks doctor --cluster [--context NAME] [--namespace NS] [--json]

Tries each part that would be used from here: Node, the packages, PostgreSQL, Redis, the object
store, disk space, the operators' page, and every outside system that the environment names.
Says whether money is real by BROKER_MODE, the broker's address, the key and the account, and
which two contradict each other; and by the record what holds trading back. Embedded parts are started for the trial and ended again; nothing is changed.

  --json    [{"part","ok","found","mend"}] and nothing else

With --cluster it looks at a cluster instead, before or after the chart is installed: Kubernetes,
Knative Serving, KEDA and autoscaler-keda with their versions, CRDs and settings; then the
namespace, the release's Secrets, functions, pumps, services and network policies, and whether
PostgreSQL and Redis answer inside. It only reads; of Secrets it keeps the names of their keys.
Under the table stand the commands that mend what is not ok.

  --cluster         look at the cluster of KUBECONFIG, or of ~/.kube/config
  --context NAME    another context of it than the current one
  --namespace NS    where the release is (default: the context's, else stonks-oracle)
  --json            {"context","server","namespace","ok",
                     "checks": [{"check","verdict","found","wanted","mend"}]}

  ok     as it should be
  warn   works, or may not be read with these credentials, or is not needed yet
  bad    does not work so

Exit code 1 when a part fails, a check is bad, or the cluster does not answer.

Examples
  stonks doctor
  stonks doctor --cluster --context production --namespace stonks-oracle
`

async function run(args: string[]): Promise<ExitCode> {
  const { values } = readArgs(args, {
    options: {
      json: { type: 'boolean', default: false },
      cluster: { type: 'boolean', default: false },
      context: { type: 'string' },
      namespace: { type: 'string' },
    },
  })
  const { json, cluster, ...where } = values
  if (cluster) {
    const { examineCluster } = await import('../cluster/doctor.ts')
    return examineCluster(where, json)
  }
  if (Object.keys(where).length > 0)
    throw new UsageError('--context and --namespace go with --cluster')
  return examineParts(json)
}

async function examineParts(json: boolean): Promise<ExitCode> {
  const findings = await Promise.all(
    checks.map(async ({ part, look, mend }): Promise<PartFinding> => {
      try {
        return { part, ok: true, found: await look(), mend: '' }
      } catch (fault) {
        return { part, ok: false, found: messageOf(fault), mend }
      }
    }),
  )
  const text = json ? `${JSON.stringify(findings)}\n` : `${findings.map(describe).join('\n')}\n`
  process.stdout.write(text)
  return findings.every(({ ok }) => ok) ? 0 : 1
}

function describe({ part, ok, found, mend }: PartFinding): string {
  const line = `${ok ? 'ok  ' : 'FAIL'}  ${part.padEnd(16)} ${found}`
  return ok ? line : `${line}\n      ${''.padEnd(16)} ${mend}`
}

export const command: Command = {
  name: 'doctor',
  summary: 'check every part, or a cluster, and say how to mend it',
  help,
  run,
}
