/** What holding claims back costs an honest model, and what it spares us of a lying one, on headlines never trained on. */

import { expect, test } from 'vitest'
import { isBorne } from '#shared/clients/model/reading/judge.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { isHeldOut, readLabelled } from '../../../../services/cli/evaluate/labelled.ts'
import { beside } from '../../../helpers/beside.ts'

const headlines = beside('data/news/sentfin_dev.jsonl')
const SIDES = { positive: 1, negative: -1, neutral: 0 } as const

test.skipIf(headlines.why !== '')(
  `one honest claim in eight for or against a company is held back, and five lies in six${headlines.why}`,
  () => {
    const texts = readLabelled(headlines.path, (line, why) => expect.fail(`line ${line}: ${why}`))
    const known = texts
      .filter(({ text }) => isHeldOut(text))
      .flatMap(({ text, entities }) => {
        const { companies } = extractByModel(text, entities)
        return entities.map(({ label }, index) => ({ label, byRules: companies[index]! }))
      })
    const directed = known.filter(({ label }) => label !== 'neutral')
    const honest = directed.filter(({ label, byRules }) => !isBorne(SIDES[label], byRules))
    const lies = known.filter(({ label }) => label !== 'positive')
    const caught = lies.filter(({ byRules }) => !isBorne(1, byRules))
    expect(known.length).toBe(1184)
    expect(honest.length / directed.length).toBeLessThan(0.125)
    expect(caught.length / lies.length).toBeGreaterThan(0.85)
  },
)
