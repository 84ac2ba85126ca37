/** `stonks scale`: what waits, and how many pumps and functions work on it, stage by stage. */

import { joinRunning } from '../attach.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

const SECONDS_MIN = 0.2

export const command: Command = {
  name: 'scale',
  summary: 'show what waits and how many pumps and functions work on it',
  help: `Usage: stonks scale [--watch [--interval S]] [--context NAME] [--namespace NS] [--json]
       stonks scale --local [--state DIR] [--watch [--interval S]] [--json]

One line a stage, in the order work flows:
  waiting        jobs in the stage's lists
  in flight      jobs that pumps hold: delivered now
  paused by      the pipeline's switch or an operator, and who that was
  pump           its pods, ready/desired
  function       its pods over all revisions, ready/desired
  mode           who scales the function: keda (on the lists) or kpa (Knative, on requests)
  last scaling   how long ago a size changed, and from what to what
  ready          whether Knative and KEDA call the stage Ready, else their words; "yes, but" where
                 a revision without traffic still fails to start

Pods and scaling are read from the cluster that kubectl would use. What waits is asked of query-api,
through the API server as kubectl port-forward does it, so no password and no way to Redis is
needed; where REDIS_URL is set, Redis itself is asked. What cannot be read shows as "?", with the
reason under the table. Nothing is changed.

Options
  --watch            look again until Ctrl-C: a terminal is redrawn; elsewhere the table comes once
                     and then one line for each stage that changed
  --interval S       seconds between two looks (default 2, at least ${SECONDS_MIN})
  --context NAME     another context of the kubeconfig than the current one
  --namespace NS     where the release is (default: the context's, else stonks-oracle)
  --local            the platform that npm run up runs here; also where no cluster is configured
  --state DIR        with --local: the folder that up --state was given (default .stonks)
  --json             {"from","stages":[one object a stage],"missing":[words]}; with --watch one
                     such line for each change

Exit code 1 when neither the cluster nor a local platform answers, or no stage is there.

Examples
  stonks scale --watch
  stonks scale --namespace stonks-oracle-beta --json`,
  async run(args) {
    const { values } = readArgs(args, {
      options: {
        watch: { type: 'boolean', default: false },
        interval: { type: 'string' },
        context: { type: 'string' },
        namespace: { type: 'string' },
        local: { type: 'boolean', default: false },
        state: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const { watch, interval, local, state, json, ...where } = values
    const seconds = readSeconds(interval, watch)
    if (local && Object.keys(where).length > 0)
      throw new UsageError('--local has no context and no namespace')
    if (!local && state !== undefined) throw new UsageError('--state goes with --local')
    const source = await openSource(local, state ?? '.stonks', where)
    try {
      if (watch) {
        const { watchScale } = await import('../cluster/scale-watch.ts')
        await watchScale(source.look, { seconds, json })
        return 0
      }
      return await show(source, json)
    } finally {
      await source.close()
    }
  },
}

function readSeconds(interval: string | undefined, watch: boolean): number {
  if (interval === undefined) return 2
  if (!watch) throw new UsageError('--interval goes with --watch')
  const seconds = Number(interval)
  if (seconds >= SECONDS_MIN && seconds <= 3_600) return seconds
  throw new UsageError(`--interval takes seconds from ${SECONDS_MIN} on, found "${interval}"`)
}

type Source = import('../cluster/scale.ts').ScaleSource

async function openSource(
  local: boolean,
  state: string,
  where: { context?: string; namespace?: string },
): Promise<Source> {
  const { openClusterSource, openLocalSource } = await import('../cluster/scale.ts')
  const { NoCluster } = await import('../cluster/client.ts')
  if (!local) {
    try {
      return await openClusterSource(where)
    } catch (fault) {
      if (!(fault instanceof NoCluster)) throw fault
      if (joinRunning(state)) return openLocalSource()
      throw new Error('Find a platform here (npm run up starts one), or a cluster', {
        cause: fault,
      })
    }
  }
  if (!joinRunning(state))
    throw new Error(`No platform runs in ${state}: start one with npm run up`)
  return openLocalSource()
}

async function show(source: Source, json: boolean): Promise<ExitCode> {
  const view = await source.look()
  const { describeScale } = await import('../cluster/scale-print.ts')
  console.log(json ? JSON.stringify(view) : describeScale(view, Date.now()))
  return view.stages.some(({ mode }) => mode !== null) ? 0 : 1
}
