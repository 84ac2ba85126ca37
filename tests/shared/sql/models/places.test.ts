/** The gate before a model server: one at a time over all processes, and nothing dies of waiting. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { gatedServer, type HeardAnswer } from '#shared/clients/model/gated.ts'
import { ModelWaits } from '#shared/clients/model/refusal.ts'
import { BadReply, type ModelServer } from '#shared/clients/model/server.ts'
import { PutOff } from '#shared/host/faults.ts'
import { openModelGate } from '#shared/sql/models/places.ts'
import { noteModelServer, readModelTrouble } from '#shared/sql/models/servers.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql, as } = await cloneDatabase()
/** Two replicas, as the product comes to it. */
const replicas = [as('stonks_functions'), as('stonks_functions')]
const ask = { model: 'm', system: '', prompt: '', schema: null, replyTokensMax: 1, seed: 1 }
const { signal } = new AbortController()

/** Answers one after the other, as Ollama does, and counts who is inside. */
function slowServer(ms: number) {
  const seen = { inside: 0, most: 0, asked: 0 }
  const server: ModelServer = {
    kind: 'ollama',
    versionOf: () => Promise.resolve('1'),
    async ask() {
      seen.asked += 1
      seen.inside += 1
      seen.most = Math.max(seen.most, seen.inside)
      await sleep(ms)
      seen.inside -= 1
      return { text: '{}', modelVersion: '1', tokensIn: 1, tokensOut: 1, latencyMs: ms }
    },
  }
  return { seen, server }
}

const none = () => Promise.resolve()

describe('the gate of a model server', () => {
  it('lets two hundred documents of two replicas through one at a time, and counts no delivery', async () => {
    const { seen, server } = slowServer(4)
    // Waits are as long against a call as 45 s against 20 s.
    const readers = replicas.map((db) =>
      gatedServer(server, {
        gate: openModelGate(db, { server: 'a', places: 1, waitMs: 10, pollMs: 1 }),
        hear: none,
      }),
    )
    const jobs = Array.from({ length: 200 }, (_, id) => id)
    let [done, putOff, counted] = [0, 0, 0]
    // As the pump: eight in flight of each replica; one that is put off comes again.
    const carry = async (reader: ModelServer) => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift())
        try {
          await reader.ask(ask, signal)
          done += 1
        } catch (fault) {
          if (fault instanceof PutOff) putOff += 1
          else counted += 1
          jobs.push(job)
        }
    }
    await Promise.all(readers.flatMap((reader) => Array.from({ length: 8 }, () => carry(reader))))
    expect({ done, counted, most: seen.most, asked: seen.asked }).toEqual({
      done: 200,
      counted: 0,
      most: 1,
      asked: 200,
    })
    expect(putOff).toBeGreaterThan(0)
    expect(await sql`select from model_places`).toHaveLength(0)
  })

  it('lets as many in at once as it has places, and others of another server beside', async () => {
    const { seen, server } = slowServer(20)
    const gates = replicas.map((db) =>
      openModelGate(db, { server: 'b', places: 3, waitMs: 10_000, pollMs: 1 }),
    )
    const gated = gates.map((gate) => gatedServer(server, { gate, hear: none }))
    await Promise.all(gated.flatMap((one) => Array.from({ length: 6 }, () => one.ask(ask, signal))))
    expect(seen.most).toBe(3)
  })

  it('takes the place of a process that died once its lease is over, and not before', async () => {
    await sql`insert into model_places values ('c', 1, gen_random_uuid(), clock_timestamp() + interval '1 hour')`
    const gate = openModelGate(sql, { server: 'c', places: 1, waitMs: 5, pollMs: 1 })
    expect(await gate.pass(none, signal)).toBeUndefined()
    await sql`update model_places set held_until = clock_timestamp() - interval '1 second'`
    expect(await gate.pass(() => Promise.resolve(7), signal)).toEqual({ value: 7 })
  })

  it('frees its place where the work fails', async () => {
    const gate = openModelGate(sql, { server: 'd', places: 1, waitMs: 5, pollMs: 1 })
    await expect(gate.pass(() => Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
    expect(await gate.pass(() => Promise.resolve(1), signal)).toEqual({ value: 1 })
  })
})

describe('how a model server stands', () => {
  const word = { server: 's', kind: 'ollama', model: 'm', modelVersion: '', said: '' } as const

  it('is said while it is in trouble, since when and why, and no longer once it answers', async () => {
    expect(await readModelTrouble(sql)).toBeUndefined()
    await noteModelServer(replicas[0]!, { ...word, state: 'no_model', said: 'it has none' })
    const first = await readModelTrouble(as('stonks_api'))
    expect(first).toMatchObject({ model: 'm', state: 'no_model', said: 'it has none' })
    await noteModelServer(sql, { ...word, state: 'no_model', said: 'still none' })
    expect(await readModelTrouble(sql)).toMatchObject({ said: 'still none', since: first?.since })
    await noteModelServer(sql, { ...word, state: 'answers' })
    expect(await readModelTrouble(sql)).toBeUndefined()
  })

  it('is said of a model that it lacks though another of it answers', async () => {
    await noteModelServer(sql, { ...word, model: 'typo', state: 'no_model', said: 'none' })
    await noteModelServer(sql, { ...word, state: 'answers' })
    expect(await readModelTrouble(sql)).toMatchObject({ model: 'typo', state: 'no_model' })
    await noteModelServer(sql, { ...word, model: 'typo', state: 'answers' })
    expect(await readModelTrouble(sql)).toBeUndefined()
  })

  it('is heard of what asking came to: a bad reply is an answer, a queue is nothing', async () => {
    const heard: HeardAnswer[] = []
    const faults = [
      new BadReply('model_cut', 'cut'),
      new ModelWaits('busy', 1, 'full'),
      new ModelWaits('queued', 1, 'others'),
    ]
    const server: ModelServer = {
      kind: 'ollama',
      versionOf: () => Promise.resolve('1'),
      ask: () => Promise.reject(faults.shift()!),
    }
    const gate = openModelGate(sql, { server: 'e', places: 1, waitMs: 50 })
    const hear = (one: HeardAnswer) => Promise.resolve(void heard.push(one))
    const gated = gatedServer(server, { gate, hear })
    for (const _ of [1, 2, 3]) await gated.ask(ask, signal).catch(() => undefined)
    expect(heard.map(({ state }) => state)).toEqual(['answers', 'busy'])
  })
})
