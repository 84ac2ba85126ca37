import { expect, test } from 'vitest'
import type { Cluster, ClusterReading } from '../../../../services/cli/cluster/client.ts'
import { countsOf, perStage, type Counts } from '../../../../services/cli/cluster/counts.ts'
import { readScale } from '../../../../services/cli/cluster/scale-survey.ts'
import { describeChanges, describeScale } from '../../../../services/cli/cluster/scale-print.ts'
import { gapsOf, toRows } from '../../../../services/cli/cluster/scale-rows.ts'
import {
  changeItems,
  NAMESPACE,
  paths,
  wholeCluster,
  type Answers,
  type Shape,
} from './recorded.ts'

const busy: Counts = perStage((stage) => ({
  waiting: stage === 'parser' ? 12 : 0,
  inFlight: stage === 'parser' ? 8 : 0,
  paused: [],
}))

async function look(answers: Answers, counts: ClusterReading<Counts> = { ok: true, value: busy }) {
  const cluster = {
    namespace: NAMESPACE,
    read: (path: string): Promise<ClusterReading<unknown>> => {
      const value = answers.get(path.split('?')[0]!)
      return Promise.resolve(
        value ? { ok: true, value } : { ok: false, why: 'absent', words: `${path} not found` },
      )
    },
  } as Cluster
  const survey = await readScale(cluster, () => Promise.resolve(counts))
  return { rows: toRows(survey), gaps: gapsOf(survey) }
}

async function parserOf(change: (answers: Answers) => void = () => undefined) {
  const answers = wholeCluster()
  change(answers)
  const { rows } = await look(answers)
  return rows.find(({ stage }) => stage === 'parser')!
}

const resize = (name: string, desired: number, ready: number) => (answers: Answers) =>
  changeItems(answers, paths.deployments, (item) => {
    if (item.metadata.name !== name) return
    item.spec.replicas = desired
    item.status.readyReplicas = ready
  })

test('a stage at rest: nothing runs, and the pump was the last to go', async () => {
  expect(await parserOf()).toEqual({
    stage: 'parser',
    waiting: 12,
    in_flight: 8,
    paused: [],
    pump: { ready: 0, desired: 0 },
    function: { ready: 0, desired: 0 },
    mode: 'keda',
    last_scaling: { at: '2026-11-20T21:10:54Z', words: 'pump 1→0' },
    ready: true,
    words: '',
  })
})

test('pods of an old revision that still works count with the new one’s', async () => {
  const row = await parserOf((answers) => {
    resize('parser-00001-deployment', 2, 2)(answers)
    const { items } = answers.get(paths.deployments) as { items: Shape[] }
    const old = items.find(({ metadata }) => metadata.name === 'parser-00001-deployment')!
    const next = structuredClone(old)
    next.metadata.name = 'parser-00002-deployment'
    next.metadata.labels['serving.knative.dev/revision'] = 'parser-00002'
    next.spec.replicas = 3
    next.status.readyReplicas = 1
    items.push(next)
    resize('pump-parser', 1, 0)(answers)
  })
  expect(row).toMatchObject({ function: { ready: 3, desired: 5 }, pump: { ready: 0, desired: 1 } })
  expect(row).toMatchObject({
    ready: true,
    words: 'parser-00002-deployment has 1 of 3 pods ready',
  })
  expect(describeScale({ from: 'here', stages: [row], missing: [] }, 0)).toContain(
    'yes, but parser-00002-deployment has 1 of 3',
  )
})

test('the words of older Kubernetes for a change of size are understood', async () => {
  const row = await parserOf((answers) => {
    const { items } = answers.get(paths.events) as { items: object[] }
    const [event] = items as { involvedObject: { name: string } }[]
    items.push({
      involvedObject: event!.involvedObject,
      message: 'Scaled up replica set parser-00001-deployment-74fd9bd4d8 to 3 from 1',
      lastTimestamp: null,
      eventTime: '2026-11-20T21:12:00.000000Z',
    })
  })
  expect(row.last_scaling?.words).toBe('function 1→3')
})

test('when events are forgotten, the HPA and KEDA still know', async () => {
  const forget = (answers: Answers) => void answers.set(paths.events, { items: [] })
  expect((await parserOf(forget)).last_scaling).toBeNull()
  const byKeda = (answers: Answers) => {
    forget(answers)
    changeItems(answers, paths.scalers, ({ status }) => {
      status.lastActiveTime = '2026-11-20T19:00:00Z'
    })
  }
  expect((await parserOf(byKeda)).last_scaling?.words).toBe('pump last had work')
  const byHpa = (answers: Answers) => {
    byKeda(answers)
    changeItems(answers, paths.autoscalers, ({ status }) => {
      status.lastScaleTime = '2026-11-20T19:30:00Z'
    })
  }
  expect((await parserOf(byHpa)).last_scaling?.words).toBe('pump to 0 by the HPA')
})

test.each<[string, (answers: Answers) => void, string]>([
  [
    'a function that failed',
    (answers) =>
      changeItems(answers, paths.functions, ({ status }) => {
        status.conditions = [
          { type: 'Ready', status: 'False', reason: 'RevisionFailed', message: 'exit code 1' },
        ]
      }),
    'RevisionFailed: exit code 1',
  ],
  [
    'a scaler without Redis',
    (answers) =>
      changeItems(answers, paths.scalers, ({ status }) => {
        status.conditions = [
          { type: 'Ready', status: 'False', reason: 'TriggerError', message: 'i/o timeout' },
        ]
      }),
    'pump-parser: TriggerError: i/o timeout',
  ],
  [
    'no scaler',
    (answers) => void answers.set(paths.scalers, { items: [] }),
    'its pump has no ScaledObject',
  ],
  [
    'no function',
    (answers) => void answers.set(paths.functions, { items: [] }),
    'no Knative Service',
  ],
])('%s: not ready, and the words say why', async (_, change, words) => {
  expect(await parserOf(change)).toMatchObject({ ready: false, words })
})

test('what could not be read shows as unknown, with the reason, never as zero', async () => {
  const answers = wholeCluster()
  answers.delete(paths.events)
  const { rows, gaps } = await look(answers, {
    ok: false,
    why: 'absent',
    words: 'query-api has no ready pod',
  })
  expect(rows[0]).toMatchObject({ waiting: null, in_flight: null })
  const text = describeScale({ from: 'here', stages: rows, missing: gaps }, 0)
  expect(text).toMatch(/ingestion +\? +\? +-/)
  expect(text).toContain(
    '! waiting, in flight and pauses are not known: query-api has no ready pod',
  )
  expect(text).toContain('! events: ')
})

test('the table says who paused, ready of desired, and how long ago', async () => {
  const { rows } = await look(wholeCluster(), {
    ok: true,
    value: countsOf(
      {
        stages: [{ stage: 'parser', pending: 3, inFlight: 1 }],
        redisAnswers: true,
        pausedStages: [{ stage: 'parser', pausedBy: 'ana' }],
      },
      { enabled: false, changedBy: 'helm' },
    ),
  })
  const now = Date.parse('2026-11-20T21:15:54Z')
  const text = describeScale({ from: 'here', stages: rows, missing: [] }, now)
  expect(text).toMatch(
    /parser +3 +1 +pipeline \(helm\), operator \(ana\) +0\/0 +0\/0 +keda +5 min ago: pump 1→0 +yes/,
  )
  expect(text).toMatch(/extractor +0 +0 +pipeline \(helm\) +0\/0/)
})

test('of a long fault the table shows the part that matters', async () => {
  const answers = wholeCluster()
  changeItems(answers, paths.functions, ({ status }) => {
    const message = 'Revision "parser-00004" failed with message: 0/1 nodes are available: no cpu'
    status.conditions = [{ type: 'Ready', status: 'False', reason: 'RevisionFailed', message }]
  })
  const { rows } = await look(answers)
  const text = describeScale({ from: 'here', stages: rows, missing: [] }, 0)
  expect(text).toContain('no: RevisionFailed: 0/1 nodes are available: no cpu')
})

test('changes are a line for each stage that changed, and no other', async () => {
  const before = (await look(wholeCluster())).rows
  const answers = wholeCluster()
  resize('parser-00001-deployment', 2, 1)(answers)
  const after = (await look(answers)).rows
  expect(describeChanges(before, before, 0)).toEqual([])
  expect(describeChanges(before, after, 0)).toEqual([
    '00:00:00  parser          waiting 12     in flight 8     pump 0/0   function 1/2   yes',
  ])
})

test('an object of another shape is named, not guessed at', async () => {
  const answers = wholeCluster()
  answers.set(paths.deployments, { items: [{ spec: 5 }] })
  const { gaps } = await look(answers)
  expect(gaps).toEqual([expect.stringContaining('deployments: /apis/apps/v1/')])
})
