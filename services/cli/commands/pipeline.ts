/** `stonks pipeline`: turns the whole pipeline on or off, and says who did last. */

import { openClock } from '#shared/host/clock.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readPauses } from '#shared/queue/depth.ts'
import { closeRedis, openRedis, reachRedis, type Redis } from '#shared/queue/redis/connection.ts'
import {
  INSTALLED_BY,
  mirrorSwitch,
  readPipeline,
  recordPause,
  recordSwitch,
} from '#shared/queue/switch.ts'
import { stageNames } from '#shared/pipeline.ts'
import { outlastsSwitch } from '#shared/queue/outlasts-switch.ts'
import { commandActor } from '#shared/sql/access/audit.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { readPausedStages, type Control } from '#shared/queue/record/control.ts'
import { readArgs, UsageError, type Command, type ExitCode } from '../command.ts'

export const command: Command = {
  name: 'pipeline',
  summary: 'turn the pipeline on or off, or say how it stands',
  help: `Usage: stonks pipeline on|off [--by NAME] [--reason TEXT] [--only-by NAME] [--json]
       stonks pipeline pause|resume STAGE [--by NAME] [--reason TEXT] [--json]
       stonks pipeline status [--json]

Off: the scheduler plans nothing, pumps take nothing new, what is in flight ends, and KEDA brings
pumps and functions to zero. Nothing is lost: work waits in its lists. Who turned it off last has
it, and a deployment does not turn it on again over their head.

pause does the same to one stage, until resume, whatever the switch says.

PostgreSQL records the switch; Redis repeats it for pumps and KEDA. While Redis does not answer the
record stands all the same, and the command says so: the running scheduler repeats it every round.

Options
  --by NAME        who does (default operator)
  --reason TEXT    why, for the audit
  --only-by NAME   leave the pipeline off where anybody but NAME turned it off
  --json           print {"enabled", "changed_by", "changed_at", "reason", "paused_stages",
                   "outcome": "changed", "same", "left" or "read", "mirrored": true or false}

Exit codes: 1 when Redis does not say what the record says.

Example
  stonks pipeline off --by alice --reason "broker maintenance"`,
  async run(args) {
    const { values, positionals } = readArgs(args, {
      allowPositionals: true,
      options: {
        by: { type: 'string', default: 'operator' },
        reason: { type: 'string', default: '' },
        'only-by': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const act = readAct(positionals, { ...values, onlyBy: values['only-by'] })
    if (!values.by) throw new UsageError('--by takes a name')
    const sql = openPostgres(undefined, 1)
    try {
      return await report(sql, await act(sql), values.json)
    } finally {
      await sql.end({ timeout: 2 })
    }
  },
}

/** What happened to the record, and what Redis said to it; empty where it agrees. */
type Told = {
  outcome: 'changed' | 'same' | 'left' | 'read'
  obstacle: string
  /** What is said in place of how the switch stands. */
  opening?: string
}

type Words = { by: string; reason: string; onlyBy: string | undefined }

/** What the words ask for. @throws UsageError when they ask for nothing there is. */
function readAct(positionals: string[], words: Words): (sql: Sql) => Promise<Told> {
  const [what = '', stage, ...surplus] = positionals
  if (['on', 'off', 'status'].includes(what) && stage === undefined)
    return what === 'status' ? read : (sql) => turn(sql, what === 'on', words)
  if (!['pause', 'resume'].includes(what) || surplus.length > 0)
    throw new UsageError('pipeline takes on, off, status, or pause or resume with a stage')
  const known = stageNames.find((name) => name === stage)
  if (!known) throw new UsageError(`${what} takes a stage. There are: ${stageNames.join(', ')}`)
  return (sql) => hold(sql, known, what === 'pause', words)
}

async function hold(
  sql: Sql,
  stage: string,
  isPaused: boolean,
  { by, reason }: Words,
): Promise<Told> {
  const isNew = await recordPause(
    { sql, clock: openClock() },
    { stage, isPaused, by: commandActor(by), reason },
  )
  const obstacle = await mirror(sql)
  const state = isPaused ? 'paused' : 'not paused'
  const opening = `${stage} ${isNew ? `is ${state} now` : `was ${state} already`}.`
  return { outcome: isNew ? 'changed' : 'same', obstacle, opening }
}

const mirror = (sql: Sql) => askRedis((redis) => mirrorSwitch({ sql, redis }).then(() => ''))

async function turn(sql: Sql, enabled: boolean, { by, reason, onlyBy }: Words): Promise<Told> {
  const { outcome } = await recordSwitch(
    { sql, clock: openClock() },
    { enabled, by: commandActor(by), reason, onlyBy },
  )
  return { outcome, obstacle: await mirror(sql) }
}

async function read(sql: Sql): Promise<Told> {
  const { enabled } = await readPipeline(sql)
  const obstacle = await askRedis(async (redis) => {
    const sets = await Promise.all(stageNames.map((stage) => readPauses(redis, stage)))
    const agrees = sets.every((members, place) => {
      const isMeant = !enabled && !outlastsSwitch(stageNames[place] ?? '')
      return members.includes('pipeline') === isMeant
    })
    return agrees ? '' : 'it holds other pauses; the scheduler repeats the record every round'
  })
  return { outcome: 'read', obstacle }
}

/** Why Redis does not say what the record says; a Redis that is away is one answer. */
async function askRedis(question: (redis: Redis) => Promise<string>): Promise<string> {
  const redis = openRedis()
  try {
    await reachRedis(redis)
    return await question(redis)
  } catch (fault) {
    return messageOf(fault)
  } finally {
    await closeRedis(redis)
  }
}

async function report(sql: Sql, told: Told, json: boolean): Promise<ExitCode> {
  const { outcome, obstacle, opening } = told
  const [control, paused] = await Promise.all([readPipeline(sql), readPausedStages(sql)])
  if (json) {
    const { enabled, changedBy, changedAt, reason } = control
    const row = { enabled, changed_by: changedBy, changed_at: changedAt.toISOString(), reason }
    const rest = { paused_stages: paused, outcome, mirrored: obstacle === '' }
    console.log(JSON.stringify({ ...row, ...rest }))
  } else {
    console.log(opening ?? describe(control, outcome))
    if (paused.length > 0) console.log(`Stages that an operator paused: ${paused.join(', ')}`)
  }
  if (obstacle) console.error(`Redis does not say so yet: ${obstacle}`)
  return obstacle ? 1 : 0
}

function describe({ enabled, changedBy, changedAt, reason }: Control, outcome: Told['outcome']) {
  const state = enabled ? 'on' : 'off'
  const opening = {
    changed: `The pipeline is ${state} now`,
    same: `The pipeline was ${state} already`,
    left: 'The pipeline is left off',
    read: `The pipeline is ${state}`,
  }[outcome]
  const why = reason ? ` (${reason})` : ''
  const who = changedBy === INSTALLED_BY ? 'the installation' : changedBy
  return `${opening}: ${who} turned it ${state} at ${changedAt.toISOString()}${why}.`
}
