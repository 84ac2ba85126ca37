import { describe, expect, test } from 'vitest'
import { explainOrder } from '#shared/explain/explain.ts'
import { LINKS, type Explanation } from '#shared/contracts/api/explanation.ts'
import { sayExplanation } from '#shared/explain/say.ts'
import { canonicalJson } from '#shared/host/canonical.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Tx } from '#shared/sql/open.ts'
import { later, putChain, putOrder } from '../../helpers/chain.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()
const objects = memoryObjects()
const { entryOrderId, exitOrderId, documentIds, impactIds } = await putChain(sql, objects.held)
const [first, last] = [documentIds[0]!, impactIds[7]!]

/** Explains after a breach that no trigger or key was asked about, then forgets it. */
async function explainAfter(
  breach: (tx: Tx) => Promise<unknown>,
  orderId = entryOrderId,
): Promise<Explanation> {
  let explained: Explanation | undefined
  const undo = new Error('undo')
  await sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await breach(tx)
      explained = await explainOrder({ sql: tx, objects }, orderId)
      throw undo
    })
    .catch((fault: unknown) => {
      if (fault !== undo) throw fault
    })
  return explained!
}

/** Forges an evaluation whole: inputs, hash and ids agree, only the verdict cannot have been that. */
async function tightenAfterwards(tx: Tx): Promise<void> {
  await tx`update risk_evaluations set inputs = jsonb_set(inputs, '{limits,positionValueMax}', '"1"')`
  const [row] = await tx<{ decisionId: string; inputs: string }[]>`
    select orders.decision_id, inputs::text as inputs
    from risk_evaluations join orders using (risk_evaluation_id) where order_id = ${entryOrderId}`
  const hash = sha256(canonicalJson(JSON.parse(row!.inputs)))
  const id = deriveId('risk', row!.decisionId, hash)
  await tx`update risk_evaluations set risk_evaluation_id = ${id}, inputs_sha256 = ${hash} where decision_id = ${row!.decisionId}`
  await tx`update orders set risk_evaluation_id = ${id}, inputs_sha256 = ${hash} where order_id = ${entryOrderId}`
}

const causes = ({ broken }: Explanation) => broken.map(({ link }) => link)

describe('an intact chain', () => {
  test('is followed from an entry through every link', async () => {
    const explained = await explainOrder({ sql, objects }, entryOrderId)
    expect(explained.broken).toEqual([])
    expect(explained.intact).toBe(true)
    const counts = LINKS.map((name) => explained.links.filter(({ link }) => link === name).length)
    expect(counts).toEqual([1, 1, 1, 0, 1, 1, 8, 8, 8, 8, 8, 8])
  })

  test('of a stop goes by the decision that entered the position', async () => {
    const explained = await explainOrder({ sql, objects }, exitOrderId)
    expect(explained.broken).toEqual([])
    expect(explained.links.filter(({ link }) => link === 'entry_decision')).toHaveLength(1)
    expect(explained.links.filter(({ link }) => link === 'raw_object')).toHaveLength(8)
  })

  test('is found by the client order id, too, and can be read by a person', async () => {
    const explained = await explainOrder({ sql, objects }, `sx-paper-${entryOrderId}`)
    expect(explained.orderId).toBe(entryOrderId)
    const text = sayExplanation(explained)
    expect(text).toContain('“AAPL raised its outlook” [')
    expect(text).toContain('passed confidence_below_tier: ')
    expect(text).toContain(`The chain of order ${entryOrderId} is intact: 53 links checked.`)
  })

  test('of an order a person asked for ends at the decision', async () => {
    const explained = await explainAfter(async (tx) => {
      await tx`update trading_decisions set source = 'override', recommendation_id = null, checks = '[]' where kind = 'entry'`
    })
    expect(explained.intact).toBe(true)
    expect(explained.links.map(({ link }) => link)).toEqual([
      'order',
      'risk_evaluation',
      'decision',
    ])
  })
})

test('an unknown order is a broken link', async () => {
  for (const id of ['nothing', '00000000-0000-5000-8000-000000000000']) {
    const explained = await explainOrder({ sql, objects }, id)
    expect(explained).toMatchObject({
      intact: false,
      broken: [{ link: 'order', why: 'there is no such order' }],
    })
  }
})

describe('a breach is named', () => {
  const breaches: [string, string, (tx: Tx) => Promise<unknown>][] = [
    [
      'order',
      'another client order id',
      (tx) =>
        tx`update orders set client_order_id = 'sx-paper-' || gen_random_uuid() where order_id = ${entryOrderId}`,
    ],
    ['risk_evaluation', 'a missing evaluation', (tx) => tx`delete from risk_evaluations`],
    [
      'risk_evaluation',
      'a changed input',
      (tx) =>
        tx`update risk_evaluations set inputs = jsonb_set(inputs, '{book,equity}', '"20000"')`,
    ],
    ['risk_evaluation', 'a changed limit, hashed anew', tightenAfterwards],
    [
      'risk_evaluation',
      'another hash in the order',
      (tx) => tx`update orders set inputs_sha256 = repeat('0', 64)`,
    ],
    [
      'risk_evaluation',
      'a changed check',
      (tx) => tx`update risk_evaluations set checks = jsonb_set(checks, '{0,found}', '"live"')`,
    ],
    [
      'risk_evaluation',
      'an approval that was never given',
      (tx) => tx`update risk_evaluations set needs_approval = true`,
    ],
    [
      'decision',
      'a missing decision',
      (tx) => tx`delete from trading_decisions where kind = 'entry'`,
    ],
    [
      'decision',
      'another quantity',
      (tx) => tx`update trading_decisions set quantity = 0.5 where kind = 'entry'`,
    ],
    [
      'decision',
      'another side',
      (tx) => tx`update trading_decisions set side = 'sell' where kind = 'entry'`,
    ],
    [
      'decision',
      'another confidence compared',
      (tx) =>
        tx`update trading_decisions set checks = jsonb_set(checks, '{0,found}', '0.9') where kind = 'entry'`,
    ],
    [
      'decision',
      'a limit that was not kept',
      (tx) =>
        tx`update trading_decisions set checks = jsonb_set(checks, '{0,limit}', '0.99') where kind = 'entry'`,
    ],
    ['recommendation', 'a missing recommendation', (tx) => tx`delete from recommendations`],
    [
      'recommendation',
      'another confidence',
      (tx) =>
        tx`update trading_decisions set checks = '[{"name":"x","passed":true}]'`.then(
          () => tx`update recommendations set confidence = confidence + 0.01`,
        ),
    ],
    [
      'recommendation',
      'another mode',
      (tx) =>
        tx`update recommendations set mode = 'live_eligible', checks = jsonb_set(checks, '{0,limit}', '0.1')`,
    ],
    [
      'recommendation',
      'a moved moment',
      (tx) => tx`update recommendations set generated_at = ${later(0.5)}`,
    ],
    [
      'recommendation',
      'lost evidence',
      (tx) => tx`delete from recommendation_evidence where place = 2`,
    ],
    [
      'trend',
      'a trend without a summary of its data',
      (tx) => tx`update trend_history set facts = '{}'`,
    ],
    [
      'trend',
      'another digest of its signals',
      (tx) => tx`update trend_history set signal_digest = repeat('0', 64)`,
    ],
    ['trend', 'a missing trend', (tx) => tx`delete from trend_history`],
    [
      'trend',
      'another direction',
      (tx) => tx`update trend_history set direction = 'bearish' where trend_window = '7d'`,
    ],
    ['trend', 'another mean', (tx) => tx`update trend_history set sentiment_mean = 0.9`],
    [
      'trend',
      'a signal left out',
      (tx) => tx`update trend_history set impact_ids = array_remove(impact_ids, ${last}::uuid)`,
    ],
    [
      'trend',
      'swapped evidence',
      (tx) => tx`update trend_evidence set place = 9 where side = 'supporting' and place = 1`,
    ],
    [
      'signal',
      'a changed weight',
      (tx) =>
        tx`update trend_evidence set weight = weight + 0.01 where side = 'supporting' and place = 1`,
    ],
    [
      'signal',
      'a changed factor',
      (tx) =>
        tx`update trend_evidence set market_context = 1.15 where side = 'supporting' and place = 2`,
    ],
    [
      'signal',
      'a changed impact',
      (tx) => tx`update document_impact_records set impact_score = 0.99 where impact_id = ${last}`,
    ],
    [
      'signal',
      'a changed credibility',
      (tx) => tx`update documents set credibility_score = 0.2 where document_id = ${first}`,
    ],
    [
      'signal',
      'a missing record',
      (tx) => tx`delete from document_impact_records where impact_id = ${last}`,
    ],
    [
      'extraction',
      'another text that was read',
      (tx) =>
        tx`update document_intelligence set input_sha256 = repeat('0', 64) where document_id = ${first}`,
    ],
    [
      'extraction',
      'no prompt version',
      (tx) => tx`update document_intelligence set prompt_version = '' where document_id = ${first}`,
    ],
    [
      'quote',
      'a moved quote',
      (tx) =>
        tx`update document_impact_records set quotes = jsonb_set(quotes, '{0,start}', '3') where impact_id = ${last}`,
    ],
    [
      'quote',
      'a changed quote',
      (tx) =>
        tx`update document_impact_records set quotes = jsonb_set(quotes, '{0,text}', '"AAPL cut its outlook"') where impact_id = ${last}`,
    ],
    [
      'document',
      'another content hash',
      (tx) => tx`update documents set content_hash = repeat('0', 64) where document_id = ${first}`,
    ],
    [
      'document',
      'a moved moment',
      (tx) =>
        tx`update document_impact_records set published_at = published_at - interval '1 hour' where impact_id = ${last}`,
    ],
    [
      'raw_object',
      'another hash',
      (tx) => tx`update documents set raw_sha256 = repeat('0', 64) where document_id = ${first}`,
    ],
    [
      'normalized_text',
      'another hash',
      (tx) =>
        tx`update documents set normalized_sha256 = repeat('0', 64) where document_id = ${first}`,
    ],
    [
      'normalized_text',
      'no object',
      (tx) => tx`update documents set normalized_key = null where document_id = ${first}`,
    ],
  ]
  test.each(breaches)('%s: %s', async (link, _, breach) => {
    const explained = await explainAfter(breach)
    expect(explained.intact).toBe(false)
    expect(causes(explained)).toEqual([link])
  })

  test.each([
    ['raw_object', `stonks-raw-news/raw/${first}.json`],
    ['normalized_text', `stonks-normalized/text/${first}.txt`],
  ])('%s: one changed byte, or none left', async (link, path) => {
    const bytes = objects.held.get(path)!
    const changed = Buffer.from(bytes)
    changed.writeUInt8(bytes.readUInt8(3) ^ 1, 3)
    try {
      objects.held.set(path, changed)
      expect(causes(await explainOrder({ sql, objects }, entryOrderId))).toEqual([link])
      objects.held.delete(path)
      const [broken, ...others] = (await explainOrder({ sql, objects }, entryOrderId)).broken
      expect(broken).toMatchObject({ link, id: path, why: 'the object is gone' })
      expect(others).toEqual([])
    } finally {
      objects.held.set(path, bytes)
    }
  })

  test.each<[string, string, (tx: Tx) => Promise<unknown>]>([
    [
      'entry_decision',
      'no decision to enter',
      async (tx) => {
        await tx`delete from trading_decisions where kind = 'entry'`
      },
    ],
    [
      'entry_decision',
      'an entry on less than its limit',
      (tx) =>
        tx`update trading_decisions set checks = jsonb_set(checks, '{0,passed}', 'false') where kind = 'entry'`,
    ],
    [
      'decision',
      'a stop that was not hit',
      (tx) =>
        tx`update trading_decisions set checks = jsonb_set(checks, '{0,found}', '"96.5"') where kind = 'exit'`,
    ],
  ])('of a stop, %s: %s', async (link, _, breach) => {
    expect(causes(await explainAfter(breach, exitOrderId))).toContain(link)
  })

  test('a stop that ends another position than its id says', async () => {
    const explained = await explainAfter(async (tx) => {
      await putOrder(tx, {
        decisionId: '11111111-1111-5111-8111-111111111111',
        recommendationId: null,
        kind: 'exit',
        side: 'sell',
        code: 'target_1',
        now: later(20),
        checks: [{ name: 'target_1', found: '120', limit: '110', passed: true }],
      })
      await tx`update trading_decisions set kind = 'entry', side = 'buy', source = 'override' where code = 'target_1'`
    }, exitOrderId)
    expect(causes(explained)).toContain('decision')
  })

  test('a person is told what was found and what was expected', async () => {
    const explained = await explainAfter(
      (tx) => tx`update trading_decisions set quantity = 0.5 where kind = 'entry'`,
    )
    expect(sayExplanation(explained)).toContain('quantity is 0.500000000, expected 0.250000000')
  })
})
