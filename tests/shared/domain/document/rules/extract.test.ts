import { describe, expect, it } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { CATALYSTS, SENTIMENTS } from '#shared/contracts/sets.ts'
import { catalystOf } from '#shared/domain/document/rules/catalyst.ts'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'

const entity = (text: string, name: string) => {
  const start = text.indexOf(name)
  return { name, occurrences: start < 0 ? [] : [{ start, end: start + name.length }] }
}
const signs = (text: string, ...names: string[]) =>
  Object.fromEntries(
    extractByRules(
      text,
      names.map((name) => entity(text, name)),
    ).companies.map(({ entity: name, sentiment }) => [name, sentiment]),
  )

describe('what a headline says of one company', () => {
  it.each([
    ['Acme shares surge after results', 'positive'],
    ['Acme shares plunge after results', 'negative'],
    ['Acme holds annual meeting in May', 'neutral'],
    ['Acme beats estimates', 'positive'],
    ['Acme misses estimates', 'negative'],
    ['Acme raises full-year forecast', 'positive'],
    ['Acme cuts profit forecast', 'negative'],
    ['Acme losses narrow', 'positive'],
    ['Acme costs fell in the quarter', 'positive'],
    ['Acme debt rises', 'negative'],
    ['Acme does not expect profit to rise', 'negative'],
    ['Acme profit rises to $5 million from $3 million', 'positive'],
    ['Acme posts revenue of $3.1 billion vs $3.9 billion a year ago', 'negative'],
    ['Acme hits 52-week high', 'positive'],
    ['Acme falls to six-year low', 'negative'],
    ['Analyst upgrades Acme', 'positive'],
    ['Broker downgrades Acme', 'negative'],
    ['Acme hit with class action', 'negative'],
    ['Acme recalls 40,000 cars', 'negative'],
    ['Acme wins record contract', 'positive'],
    ['Acme to lay off 3,000 workers', 'negative'],
    ['Acme files for bankruptcy', 'negative'],
    ['Regulator fines Acme', 'negative'],
    ['Judge dismisses lawsuit against Acme, shares rise', 'positive'],
    ['Acme shares rise despite weak sales', 'positive'],
  ])('%s', (text, sign) => {
    const [company] = extractByRules(text, [entity(text, 'Acme')]).companies
    expect(company?.sentiment).toBe(sign)
  })
})

describe('a noun that is a verb elsewhere', () => {
  it.each([
    ['Delta posts wider loss on jet fuel costs', 'Delta', 'negative'],
    ['Ford loss widens on power costs', 'Ford', 'negative'],
    ['Seagate loss widens on hard drive glut', 'Seagate', 'negative'],
    ['Southwest pays more for fuel', 'Southwest', 'neutral'],
    ['PG&E sued over power outage', 'PG&E', 'negative'],
    ['Lufthansa profit warning on fuel bill', 'Lufthansa', 'negative'],
    ['Boeing loss widens on charity drive costs', 'Boeing', 'negative'],
    ['Ford beat by rival in truck sales', 'Ford', 'negative'],
    ['Tesla crushed by weak demand', 'Tesla', 'negative'],
    ['Nike beat by 3 cents', 'Nike', 'positive'],
    ['Chevron record fine for spill', 'Chevron', 'negative'],
    ['Wells Fargo record penalty', 'Wells Fargo', 'negative'],
    ['Walmart win streak ends as shares slide', 'Walmart', 'negative'],
    ['Ford power steering explained', 'Ford', 'neutral'],
    ['Intel loses support of big investor', 'Intel', 'negative'],
    ['Exxon shuts plant after fuel leak', 'Exxon', 'negative'],
    ['Strong demand fuels Ford profit', 'Ford', 'positive'],
    ['Cloud sales drive Microsoft shares higher', 'Microsoft', 'positive'],
    ['New models power Tesla to record', 'Tesla', 'positive'],
    ['United reports narrower loss', 'United', 'positive'],
    ['Deere cuts its full-year forecast as farmers buy less', 'Deere', 'negative'],
  ])('%s', (text, name, sentiment) => {
    const start = text.indexOf(name)
    const entity = { name, occurrences: [{ start, end: start + name.length }] }
    expect(extractByRules(text, [entity]).companies[0]?.sentiment).toBe(sentiment)
  })
})

describe('what a headline says of several', () => {
  it.each([
    ['Airco beats Jetco in race for order', { Airco: 'positive', Jetco: 'negative' }],
    ['Airco sues Jetco over patents', { Airco: 'negative', Jetco: 'negative' }],
    ['Airco gains as Jetco falls', { Airco: 'positive', Jetco: 'negative' }],
    ['Airco falls while Jetco gains', { Airco: 'negative', Jetco: 'positive' }],
    ['Airco loses to Jetco', { Airco: 'negative', Jetco: 'positive' }],
    [
      'Airco, Jetco rise; Shipco drops',
      { Airco: 'positive', Jetco: 'positive', Shipco: 'negative' },
    ],
    ['Bankco downgrades Jetco', { Jetco: 'negative' }],
    ['Jetco likely to surge: Bankco', { Jetco: 'positive', Bankco: 'neutral' }],
  ])('%s', (text, wanted) => expect(signs(text, ...Object.keys(wanted))).toEqual(wanted))
})

describe('catalystOf()', () => {
  it.each([
    ['Acme files for Chapter 11', 'bankruptcy'],
    ['Acme cuts full-year outlook', 'guidance'],
    ['Acme to spin off chip unit', 'spin_off'],
    ['Acme to acquire Jetco for $3 billion', 'merger_acquisition'],
    ['Acme announces $10 billion buyback', 'buyback'],
    ['Acme raises dividend', 'dividend_change'],
    ['Bank raises price target on Acme', 'analyst_rating'],
    ['Acme third-quarter profit rises', 'earnings'],
    ['Jury finds against Acme in trial', 'major_litigation'],
    ['FTC opens probe of Acme', 'regulatory_action'],
    ['Acme names new CEO', 'management_change'],
    ['Acme workers go on strike', 'labour'],
    ['Acme starts restructuring', 'restructuring'],
    ['Acme suppliers hit by shortage', 'supply_chain'],
    ['Acme warns of recession and Brexit', 'macro'],
    ['Acme teams up with Jetco', 'partnership'],
    ['Acme unveils new phone', 'product'],
    ['Acme is mentioned here', 'other'],
  ])('%s is %s', (text, catalyst) => expect(catalystOf(text).catalyst).toBe(catalyst))
})

describe('extractByRules()', () => {
  const piece = fc.constantFrom(
    'Acme',
    'Jetco',
    'surges',
    'fell',
    'not',
    'to $5 from $3',
    'beats',
    ',',
    ';',
    '. ',
    '\n',
    'despite',
    'losses',
    '?',
    ':',
    '“quote”',
    'é',
    '😀',
    '12%',
  )
  const anyText = fc.array(fc.oneof(piece, fc.string())).map((parts) => parts.join(' '))

  test.prop([anyText])(
    'keeps every number in range and quotes word for word, under 20 words',
    (text) => {
      const read = extractByRules(text, [entity(text, 'Acme'), entity(text, 'Jetco')])
      expect(read.keyFacts.length).toBeLessThanOrEqual(5)
      for (const quote of [...read.keyFacts, ...read.companies.flatMap(({ quotes }) => quotes)]) {
        expect(text.slice(quote.start, quote.end)).toBe(quote.text)
        expect(quote.text.split(/\s+/).length).toBeLessThan(20)
      }
      for (const { score, impact, confidence, sentiment, catalyst } of read.companies) {
        expect(Math.abs(score)).toBeLessThanOrEqual(1)
        expect(impact).toBeGreaterThanOrEqual(0)
        expect(impact).toBeLessThanOrEqual(1)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(0.8)
        expect(SENTIMENTS).toContain(sentiment)
        expect(CATALYSTS).toContain(catalyst)
      }
    },
  )

  test.prop([anyText])('reads the same text the same way', (text) => {
    const entities = [entity(text, 'Acme')]
    expect(extractByRules(text, entities)).toEqual(extractByRules(text, entities))
  })

  it('is unsure where it has no cue, and surer with a clear one', () => {
    const read = (text: string) =>
      extractByRules(text, [entity(text, 'Acme')]).companies[0]?.confidence ?? 0
    expect(read('Acme holds annual meeting')).toBe(0.15)
    expect(read('Acme shares plunge')).toBeGreaterThanOrEqual(0.55)
    expect(read('Acme shares plunge')).toBeLessThanOrEqual(0.72)
  })
})
