/** Answers about agents, and the changes that people make to them. */

import type { AgentRow, agentRoutes } from '#shared/contracts/api/agents.ts'
import type { Answers, Served } from '#shared/contracts/api/route.ts'
import { askVersion, saved } from '#shared/host/api/edit.ts'
import type { Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import {
  addVariant,
  changeAgent,
  changeVariant,
  lockAgent,
  lockVariant,
  readVariantsOf,
  removeAgent,
  removeVariant,
  type EditedAgent,
} from '#shared/sql/agents/edit-agents.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { listAgents } from './agents.ts'

type Parts = { sql: Sql; clock: Clock }
type AskingOne = Asking & { id: string }

/** Hours of the figures in the answer to a change. */
const SHOWN_HOURS = 24
const VARIANTS_MAX = 10

export function answerAgents(parts: Parts): Answers<typeof agentRoutes> {
  const { sql, clock } = parts
  return {
    'GET /api/agents': ({ query }) => listAgents(sql, query.hours, clock.now()),
    'PUT /api/agents/:id': (asked) =>
      edit(parts, asked, lockAgent, async (tx, before) => {
        askVersion(`The agent ${before.name}`, before.version, asked.body.version)
        await changeAgent(tx, asked.id, asked.body)
      }),
    'DELETE /api/agents/:id': (asked) =>
      sql.begin(async (tx) => {
        const before = await lockAgent(tx, asked.id)
        if (!before) return undefined
        if (before.systemOwned) throw systemOwned(before.name)
        await removeAgent(tx, asked.id)
        await keepChange(tx, asked, { subject: asked.id, before, after: null }, clock.now())
        return { done: true as const }
      }),
    'POST /api/agents/:id/variants': async (asked) => {
      const { id, body, trail } = asked
      const variantId = deriveId('variant', id, body.name, clock.now().toISOString(), trail.traceId)
      const made = await edit(parts, asked, lockAgent, async (tx) => {
        await askRoom(tx, { agentId: id, variantId, ...body })
        await addVariant(tx, { ...body, agentId: id, variantId })
      })
      if (made) asked.made()
      return made
    },
    'PUT /api/agent-variants/:id': (asked) =>
      edit(parts, asked, lockVariant, async (tx, before) => {
        askVersion(`The variant ${before.name}`, before.version, asked.body.version)
        const { id, body } = asked
        await askRoom(tx, { agentId: before.agentId, variantId: id, ...body })
        await changeVariant(tx, id, body)
      }),
    'DELETE /api/agent-variants/:id': (asked) =>
      edit(parts, asked, lockVariant, (tx) => removeVariant(tx, asked.id)),
  }
}

/** Locks, changes, keeps what was before and after, and answers the whole agent; undefined where there is none. */
function edit(
  { sql, clock }: Parts,
  asked: AskingOne,
  lock: (tx: Tx, id: string) => Promise<EditedAgent | undefined>,
  change: (tx: Tx, before: EditedAgent) => Promise<void>,
): Promise<Served<AgentRow> | undefined> {
  return sql.begin(async (tx) => {
    const now = clock.now()
    const before = await lock(tx, asked.id)
    if (!before) return undefined
    await change(tx, before)
    const agents = await listAgents(tx, SHOWN_HOURS, now)
    const after = (await lock(tx, asked.id)) ?? null
    await keepChange(tx, asked, { subject: asked.id, before, after }, now)
    return saved(agents.find(({ agentId }) => agentId === before.agentId))
  })
}

type Wanted = {
  agentId: string
  variantId: string
  name?: string | undefined
  trafficShare?: number | undefined
  active?: boolean | undefined
}

/** @throws Refusal 422 where the name is taken, or the shares would come to more than all. */
async function askRoom(tx: Tx, { agentId, variantId, ...change }: Wanted): Promise<void> {
  const all = await readVariantsOf(tx, agentId)
  const others = all.filter((one) => one.variantId !== variantId)
  const own = all.find((one) => one.variantId === variantId)
  if (!own && others.length >= VARIANTS_MAX)
    throw new Refusal(409, `An agent has at most ${VARIANTS_MAX} variants: delete one first`)
  if (others.some(({ name }) => name === change.name))
    throw badFields([{ field: 'name', says: `expected another name, found "${change.name}"` }])
  const isActive = change.active ?? own?.active ?? true
  const share = isActive ? (change.trafficShare ?? own?.trafficShare ?? 0) : 0
  const rest = 1 - others.reduce((sum, one) => sum + (one.active ? one.trafficShare : 0), 0)
  if (share <= rest + 1e-9) return
  const says = `expected at most ${rest.toFixed(2)}, which others leave, found ${share}`
  throw badFields([{ field: 'trafficShare', says }])
}

function systemOwned(name: string): Refusal {
  return new Refusal(
    409,
    `${name} belongs to the system: switch it off instead; its variants can be deleted`,
    'system_owned',
  )
}
