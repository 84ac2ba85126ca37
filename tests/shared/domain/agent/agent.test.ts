import { describe, expect, it } from 'vitest'
import { chooseVariant, type Agent, type AgentVariant } from '#shared/domain/agent/agent.ts'
import { boundInput, estimateTokens } from '#shared/domain/agent/tokens.ts'
import { deriveId } from '#shared/host/ids.ts'

const agent: Agent = {
  agentId: deriveId('agent', 'document-extractor'),
  variantId: null,
  slug: 'document-extractor',
  model: 'small:1b',
  systemPrompt: '',
  inputTokensMax: 3000,
  tokensPerHourMax: 50_000,
  budgetOf: 'agent',
  whenAway: 'hold',
  enabled: true,
}
const variant = (name: string, trafficShare: number): AgentVariant => ({
  variantId: deriveId('variant', name),
  name,
  model: `${name}:3b`,
  systemPrompt: null,
  inputTokensMax: 500,
  tokensPerHourMax: null,
  trafficShare,
  active: true,
})
const documents = Array.from({ length: 4000 }, (_, index) => deriveId('document', index))
const shareOf = (variants: AgentVariant[], id: string | null) =>
  documents.filter((document) => chooseVariant(agent, variants, document).variantId === id).length /
  documents.length

describe('whose turn a document is', () => {
  it.each([[[0.3]], [[0.1, 0.25]], [[0.5, 0.5]], [[0, 1]]])(
    'gives variants of %j their shares, and the agent the rest',
    (shares) => {
      const variants = shares.map((share, index) => variant(`v${index}`, share))
      for (const { variantId, trafficShare } of variants) {
        expect(Math.abs(shareOf(variants, variantId) - trafficShare)).toBeLessThan(0.03)
      }
      const rest = 1 - shares.reduce((sum, share) => sum + share, 0)
      expect(Math.abs(shareOf(variants, null) - rest)).toBeLessThan(0.03)
    },
  )

  it('gives the same document the same variant, in whatever order they are listed', () => {
    const variants = [variant('a', 0.3), variant('b', 0.3), variant('c', 0.2)]
    for (const document of documents.slice(0, 300)) {
      const chosen = chooseVariant(agent, variants, document)
      expect(chooseVariant(agent, variants.toReversed(), document)).toEqual(chosen)
    }
  })

  it('moves only those between which the share grew', () => {
    const [few, many] = [variant('only', 0.2), variant('only', 0.6)]
    for (const document of documents) {
      const before = chooseVariant(agent, [few], document).variantId
      if (before !== null) expect(chooseVariant(agent, [many], document).variantId).toBe(before)
    }
  })

  it('leaves what a variant does not say as the agent has it, and one at rest alone', () => {
    const chosen = chooseVariant(agent, [variant('all', 1)], documents[0]!)
    expect(chosen).toEqual({
      ...agent,
      variantId: deriveId('variant', 'all'),
      model: 'all:3b',
      inputTokensMax: 500,
    })
    expect(chooseVariant(agent, [{ ...variant('all', 1), active: false }], documents[0]!)).toBe(
      agent,
    )
  })
})

describe('tokens', () => {
  it.each([
    ['', 0],
    ['Boeing', 2],
    ['a b c', 3],
    ['$1,250.75', 7],
    ['収益', 2],
    ['unbelievably', 3],
  ])('of %j are %d', (text, tokens) => expect(estimateTokens(text)).toBe(tokens))

  const text = 'Apple beats. Sales rose 12%.\nIt was, said Mr. Cook, its best quarter. More follows'
  it.each([
    [1000, text, false],
    [estimateTokens(text), text, false],
    [
      estimateTokens(text) - 1,
      'Apple beats. Sales rose 12%.\nIt was, said Mr. Cook, its best quarter.',
      true,
    ],
    [12, 'Apple beats. Sales rose 12%.', true],
    [5, 'Apple beats.', true],
    [3, 'Apple', true],
    [0, '', true],
  ])('within %d: %j', (tokensMax, kept, wasCut) => {
    const bound = boundInput(text, tokensMax)
    expect(bound).toMatchObject({ text: kept, wasCut })
    expect(bound.tokens).toBe(estimateTokens(kept))
  })

  it('are never more than allowed, and what is left is a beginning', () => {
    const long = Array.from({ length: 400 }, (_, i) => `Item ${i} grew ${i * 7}.5% to $${i}bn! `)
      .join('')
      .trim()
    let last = -1
    for (let tokensMax = 0; tokensMax < 4000; tokensMax += 37) {
      const bound = boundInput(long, tokensMax)
      expect(long.startsWith(bound.text)).toBe(true)
      expect(estimateTokens(bound.text)).toBeLessThanOrEqual(tokensMax)
      expect(bound.text.length).toBeGreaterThanOrEqual(last)
      last = bound.text.length
    }
  })
})
