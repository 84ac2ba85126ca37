/** The product on a real cluster, from an empty namespace to every fault we promise to survive. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBed, type Bed } from './bed.ts'
import { prepareImages, TAGS } from './images.ts'
import { kubectl } from './kubectl.ts'
import { openPlace, whyNoCluster, type Place } from './place.ts'
import { whyNoPlane } from './plane.ts'
import { openReport } from './report.ts'
import { tradeOnArticles } from './scenarios/articles.ts'
import { tryDoors } from './scenarios/doors.ts'
import { burstFromZero } from './scenarios/burst.ts'
import { inWords, scaleInUnderLoad, underLoad } from './scenarios/change.ts'
import { killUnderLoad, type Victim } from './scenarios/kills.ts'
import { crashLoop, rollBackOverMigration, rollOutAndBack } from './scenarios/revisions.ts'
import { askThePlane } from './scenarios/plane.ts'
import { toggleByCommand, toggleByValues } from './scenarios/toggle.ts'
import { tryWalls } from './scenarios/walls.ts'
import { replaysRealDays } from './servers.ts'
import { SCHEMA_NEEDED } from '#shared/sql/schema/version.ts'
import { TIMES, type Mode } from './values.ts'
import type { BuiltImage } from '../../images/build.ts'

const why = whyNoCluster()
const say = (line: string) => console.log(line)
const report = openReport()
/** CLUSTER_MODE names one; else kpa, and keda where autoscaler-keda runs. */
const asked = process.env['CLUSTER_MODE'] as Mode | undefined
const clean = { lost: 0, repeated: 0, dead: 0 }

let place: Place
let images: BuiltImage[]
let hasAutoscalerKeda = false
const header: Record<string, string> = {}

describe.skipIf(why)(`the cluster${why && ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    place = openPlace(say)
    images = await prepareImages(place, say)
    const found = await kubectl(place, [
      'get',
      'deploy',
      '-n',
      'knative-serving',
      'autoscaler-keda',
      '-o',
      'name',
    ]).catch(() => '')
    hasAutoscalerKeda = found !== ''
    const version = JSON.parse(await kubectl(place, ['version', '-o', 'json'])) as {
      serverVersion: { gitVersion: string }
    }
    Object.assign(header, {
      Kubernetes: version.serverVersion.gitVersion,
      on: place.name,
      input: replaysRealDays(place) ? 'real news and prices of May 2019' : 'a simulated market',
      poll: `${TIMES.pollingInterval} s, cooldown ${TIMES.cooldownPeriod} s`,
    })
  })

  afterAll(() => place?.close())

  describe.each(['kpa', 'keda'] as const)('%s mode', (mode) => {
    let bed: Bed | undefined
    let skip = ''

    beforeAll(async () => {
      if (asked && asked !== mode) skip = `CLUSTER_MODE asks for ${asked}`
      else if (mode === 'keda' && !hasAutoscalerKeda) skip = 'autoscaler-keda is not installed'
      if (skip) return say(`${mode} mode is skipped: ${skip}`)
      bed = await openBed(place, mode, images)
    })
    afterAll(async () => {
      await bed?.close()
      report.write(header)
    })

    /** One part of the proof; skipped in words where this mode is. */
    const prove = (what: string, run: (bed: Bed) => Promise<void>) =>
      test(what, async ({ skip: skipTest }) => {
        if (skip || !bed) return skipTest(skip || 'the installation failed')
        await run(bed)
      })

    prove('installs with helm, becomes ready, and rests at zero', async (bed) => {
      const began = performance.now()
      await bed.upgrade()
      await bed.untilReady(180)
      const readySeconds = (performance.now() - began) / 1_000
      const restSeconds = await bed.untilAtRest(240)
      report.add(mode, {
        what: 'helm install into a namespace that enforces the restricted profile',
        wanted: 'every Knative Service Ready',
        found: `Ready after ${readySeconds.toFixed(0)} s`,
      })
      report.add(mode, {
        what: 'pumps and functions at rest',
        wanted: '0',
        found: `${bed.pods.total()} after another ${restSeconds.toFixed(0)} s`,
      })
      expect(bed.pods.total()).toBe(0)
    })

    prove('turns real articles into paper orders, and rests again', async (bed) => {
      const result = await tradeOnArticles(bed, report)
      expect(result.documents).toBeGreaterThan(100)
      expect(result.filled).toBeGreaterThan(0)
      expect(result.dead).toBe(0)
    })

    prove('has its lake asked by Trino in the cluster', async (bed) => {
      const lacks = whyNoPlane(place)
      if (lacks)
        return report.add(mode, {
          what: 'Hive Metastore and Trino as pods',
          wanted: 'both engines count the same rows',
          found: `not tried: ${lacks}`,
        })
      const { counts } = await askThePlane(bed, report)
      for (const [table, { duckdb, trino, iceberg }] of Object.entries(counts))
        expect({ table, trino, iceberg }).toEqual({ table, trino: duckdb, iceberg: duckdb })
      expect(counts['documents']?.duckdb).toBeGreaterThan(100)
      // The rest of the proof goes on without it.
      await bed.upgrade()
      await bed.untilReady(180)
    })

    prove('opens the edges it needs and no others', async (bed) => {
      const walls = await tryWalls(bed, report)
      for (const [who, { open, wanted }] of Object.entries(walls))
        expect({ who, open }).toEqual({ who, open: wanted })
    })

    prove('lets nobody in who has not signed in, nor signed what they ask', async (bed) => {
      const { refused, person, enrolOnly } = await tryDoors(bed, report)
      expect(refused).toMatchObject({
        'the overview': 401,
        'the switch': 401,
        '/metrics below the API': 404,
        'another method': 405,
        'a strange host': 421,
        'trading-engine': 401,
      })
      expect({ person, enrolOnly }).toEqual({ person: 'admin', enrolOnly: true })
    })

    prove('starts within a poll and three seconds, and never deserts its work', async (bed) => {
      const burst = await burstFromZero(bed, report, 500)
      expect(burst).toMatchObject({ ...clean, done: 500, deserted: 0, control: 1 })
      expect(burst.firstSeconds).toBeLessThanOrEqual(TIMES.pollingInterval + 3)
    })

    prove('scales in while work goes on', async (bed) => {
      const result = await scaleInUnderLoad(bed, report)
      expect(result).toMatchObject(clean)
      expect(result.most).toBeGreaterThan(1)
      expect(result.least).toBeLessThan(result.most)
    })

    prove('rolls a good revision out and back under load', async (bed) => {
      for (const counted of await rollOutAndBack(bed, report, TAGS.second))
        expect(counted).toMatchObject(clean)
    })

    prove('rolls back over a migration under load', async (bed) => {
      const { counts, ran, warning } = await rollBackOverMigration(bed, report, TAGS.next)
      for (const counted of counts) expect(counted).toMatchObject(clean)
      expect(ran).toEqual([SCHEMA_NEEDED, '9001-planted.sql'])
      expect(warning).toContain('at 9001-planted.sql')
    })

    prove('gives nothing to a revision that crash-loops', async (bed) => {
      const crash = await crashLoop(bed, report, TAGS.broken)
      expect(crash).toMatchObject({ ...clean, done: 500, ready: crash.before })
      expect(crash.restarts).toBeGreaterThan(0)
    })

    prove('rests at zero while the pipeline is off, and resumes', async (bed) => {
      expect(await toggleByCommand(bed, report)).toMatchObject({
        ...clean,
        podsMost: 0,
        waiting: 50,
      })
      expect(await toggleByValues(bed, report)).toMatchObject({
        scheduler: '1',
        podsMost: 0,
        resumed: true,
      })
    })

    const victims: Victim[] = ['pump', 'function', 'node process', 'Redis', 'PostgreSQL']
    for (const victim of victims) {
      prove(`loses nothing when ${victim} is killed`, async (bed) => {
        if (victim === 'node process' && !bed.place.kit)
          return report.add(mode, {
            what: `${victim} killed`,
            wanted: 'all arrive once',
            found: 'not tried: needs the node',
          })
        expect(await killUnderLoad(bed, report, victim)).toMatchObject({ ...clean, done: 500 })
      })
    }

    prove('is upgraded twice under load', async (bed) => {
      const counted = await underLoad(bed, 'upgrades', 800, async () => {
        await bed.upgrade({ 'global.config.LOG_LEVEL': 'debug' })
        await bed.upgrade({ 'global.config.LOG_LEVEL': 'info' })
      })
      report.add(mode, {
        what: 'two helm upgrades under load',
        wanted: '0 lost, 0 repeated',
        found: inWords(counted),
      })
      expect(counted).toMatchObject({ ...clean, done: 800 })
      await bed.untilReady(180)
    })
  })
})
