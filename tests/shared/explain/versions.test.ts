import { expect, test } from 'vitest'
import { recommendation1 } from '#shared/domain/recommendation/rules.ts'
import type { RiskCheck, RiskRules } from '#shared/domain/risk/evaluate.ts'
import { risk1 } from '#shared/domain/risk/rules.ts'
import { rules, versions, type Rules } from '#shared/domain/rules/versions.ts'
import { scoring1, scoring2 as byStory, scoring3 } from '#shared/domain/signal/rules.ts'
import { trading1 } from '#shared/domain/trading/rules.ts'
import { openExplainer } from '#shared/explain/explain.ts'
import type { Explanation } from '#shared/contracts/api/explanation.ts'
import { putChain } from '../../helpers/chain.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'

/** One more risk check, one more check of a recommendation, another novelty bonus. */
const orderValue: RiskCheck = ({ order }) => {
  const value = Number(order.quantity) * Number(order.referencePrice)
  return { name: 'order_value', found: value, limit: 1, passed: value >= 1 }
}
const risk2: RiskRules = { ...risk1, name: 'risk-2', checks: [...risk1.checks, orderValue] }
const scoring2 = {
  ...scoring1,
  name: 'scoring-2',
  numbers: { ...scoring1.numbers, noveltyBonus: 0.5 },
}
const recommendation2 = {
  ...recommendation1,
  name: 'recommendation-2',
  suppression: {
    ...recommendation1.suppression,
    checks: recommendation1.suppression.checks.toReversed(),
  },
}
/** What a release judges by, whichever versions this one has; and the one after it. */
const first: Rules = {
  risk: versions(risk1),
  scoring: versions(scoring1),
  recommendation: versions(recommendation1),
  trading: versions(trading1),
}
const next: Rules = {
  ...first,
  risk: versions(risk1, risk2),
  scoring: versions(scoring1, scoring2),
  recommendation: versions(recommendation1, recommendation2),
}

const { sql } = await cloneDatabase()
const objects = memoryObjects()
const old = await putChain(sql, objects.held, { ticker: 'OLD', rules: first })
const young = await putChain(sql, objects.held, { ticker: 'NEW', rules: next })

const explain = (orderId: string, by: Rules) => openExplainer({ sql, objects, rules: by })(orderId)
const madeBy = ({ links }: Explanation) =>
  ['risk_evaluation', 'decision', 'recommendation', 'trend'].map(
    (name) => links.find(({ link }) => link === name)?.detail['ruleVersion'],
  )

test('after a new check and a new scoring, orders of both days are intact, each by its rules', async () => {
  for (const orderId of [old.entryOrderId, old.exitOrderId]) {
    const explained = await explain(orderId, next)
    expect(explained.broken).toEqual([])
  }
  for (const orderId of [young.entryOrderId, young.exitOrderId]) {
    const explained = await explain(orderId, next)
    expect(explained.broken).toEqual([])
  }
  expect(madeBy(await explain(old.entryOrderId, next))).toEqual([
    'risk-1',
    'trading-1',
    'recommendation-1',
    'scoring-1',
  ])
  expect(madeBy(await explain(young.entryOrderId, next))).toEqual([
    'risk-2',
    'trading-1',
    'recommendation-2',
    'scoring-2',
  ])
})

test('the planted rules do make other verdicts, weights and judgements', async () => {
  const made = await sql`
    select r.ticker, jsonb_array_length(r.checks) as judged, r.checks -> 0 ->> 'name' as first,
      (select jsonb_array_length(e.checks) from risk_evaluations e join trading_decisions d using (decision_id)
       where d.recommendation_id = r.recommendation_id) as looked,
      (select round(max(weight)::numeric, 6)::float8 from trend_evidence where trend_id = r.trend_id) as weight
    from recommendations r order by r.ticker desc`
  expect(made).toEqual([
    { ticker: 'OLD', judged: 13, first: 'data_confidence', looked: 16, weight: 0.891377 },
    { ticker: 'NEW', judged: 13, first: 'pattern_only', looked: 17, weight: 0.990419 },
  ])
})

test('a change of rules under the name of a version that has judged breaks what it made', async () => {
  const changed: [keyof Rules, Rules, string][] = [
    ['risk', { ...next, risk: versions({ ...risk2, name: 'risk-1' }) }, 'risk_evaluation'],
    ['scoring', { ...next, scoring: versions({ ...scoring2, name: 'scoring-1' }) }, 'signal'],
    [
      'recommendation',
      { ...next, recommendation: versions({ ...recommendation2, name: 'recommendation-1' }) },
      'recommendation',
    ],
  ]
  for (const [name, table, link] of changed) {
    const { intact, broken } = await explain(old.entryOrderId, table)
    expect([name, intact, [...new Set(broken.map((each) => each.link))]]).toEqual([
      name,
      false,
      [link],
    ])
  }
})

test('a version that is not known is refused by its name', async () => {
  const { broken } = await explain(young.entryOrderId, first)
  expect(broken.map(({ link, why }) => [link, why])).toEqual([
    ['risk_evaluation', 'it was made by risk-2, which this release does not know'],
    ['trend', 'it was made by scoring-2, which this release does not know'],
  ])
  await sql.begin(async (tx) => {
    await tx`update recommendations set rule_version = 'recommendation-9' where ticker = 'OLD'`
    await tx`update trading_decisions set rule_version = 'trading-9' where ticker = 'OLD'`
  })
  const later = await explain(old.entryOrderId, first)
  expect(later.broken.map(({ link, why }) => [link, why])).toEqual([
    ['decision', 'it was made by trading-9, which this release does not know'],
    ['recommendation', 'it was made by recommendation-9, which this release does not know'],
  ])
})

test('two versions of one name are refused', () => {
  expect(() => versions(risk1, { ...risk2, name: 'risk-1' })).toThrow(RangeError)
})

test('what an older release left without a version, or under its old name, is of the first', async () => {
  const earlier = await putChain(sql, objects.held, { ticker: 'ERST', rules: first })
  await sql`update trend_history set scoring_version = 'scoring-v1' where ticker = 'ERST'`
  const [columns] = await sql`
    select max(column_default) filter (where table_name = 'risk_evaluations') as risk,
      max(column_default) filter (where table_name = 'recommendations') as recommendation,
      max(column_default) filter (where table_name = 'trading_decisions') as trading
    from information_schema.columns where column_name = 'rule_version'`
  expect(columns).toEqual({
    risk: "'risk-1'::text",
    recommendation: "'recommendation-1'::text",
    trading: "'trading-1'::text",
  })
  expect((await explain(earlier.entryOrderId, rules)).broken).toEqual([])
})

test('a trend is summed up again by the confidence that its version looked at', async () => {
  const of = (ticker: string, scoring: Rules['scoring']) =>
    putChain(sql, objects.held, { ticker, rules: { ...first, scoring } })
  const documents = await of('DOCU', versions(scoring1, byStory))
  const companies = await of('COMP', versions(scoring1, byStory, scoring3))
  await sql`update document_intelligence set confidence = 0.1
    where document_id in (select document_id from document_impact_records where ticker in ('DOCU', 'COMP'))`
  expect((await explain(companies.entryOrderId, rules)).broken).toEqual([])
  const { broken } = await explain(documents.entryOrderId, rules)
  expect(new Set(broken.map(({ link }) => link))).toContain('trend')
})
