import { expect, test } from 'vitest'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'

/** What each headline says of Acme. */
const headlines = `
negative|Acme boosts loss forecast
negative|Acme raises its full-year loss forecast
negative|Acme lifts loss estimate after storm
negative|Acme widens loss outlook for the year
positive|Acme cuts loss forecast
positive|Acme boosts profit forecast
negative|Surge in inventory weighs on Acme
negative|Acme shares fall as surge in inventory weighs
negative|Jump in costs weighs on Acme
negative|Rise in bad loans hurts Acme
negative|Gain on asset sale fails to offset weak sales at Acme
negative|Acme says gain on asset sale fails to offset falling demand
negative|Acme: one-time gain cannot offset loss of customers
negative|Acme gains on lawsuits turn to losses
negative|Acme profits turn to losses
positive|Acme losses turn to profit
positive|Acme drug cuts risk of death
positive|Acme drug cuts risk of death by 30%
positive|Acme pill reduces risk of stroke in trial
positive|Acme vaccine lowers hospitalizations
positive|Acme drug slows disease progression
positive|Acme treatment halves deaths in study
negative|Acme drug raises risk of death
positive|Acme short sellers lose billions
positive|Short sellers lose $2 billion on Acme
positive|Acme shorts squeezed as shares jump
negative|Short sellers profit from Acme fall
negative|Acme expands recall
negative|Acme expands recall of cars to 1 million
negative|Acme widens recall over airbags
negative|Acme extends recall
negative|Acme boosts recall reserve
negative|Acme adds to layoffs
negative|Acme increases provision for bad loans
negative|Acme expands layoffs
negative|Acme raises settlement reserve
positive|Acme ends recall
positive|Acme expands factory
positive|Acme expands buyback
negative|Acme lifts restructuring charge estimate
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string])

test.each(headlines)('%s: %s', (wanted, title) => {
  const start = title.indexOf('Acme')
  const acme = { name: 'Acme', occurrences: [{ start, end: start + 4 }] }
  const [read] = extractByRules(title, [acme]).companies
  expect(read?.sentiment).toBe(wanted)
})
