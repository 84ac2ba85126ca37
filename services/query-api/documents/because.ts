/** What spoke loudest for a reading by rules: read again, and told only where the same comes out. */

import type { CompanyMention } from '#shared/contracts/api/document-effects.ts'
import type { QuotedImpact, Reading } from '#shared/contracts/api/documents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import type { Registry } from '#shared/domain/document/mentions/registry.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { sayFeature } from '#shared/domain/document/tone/say-feature.ts'

type Impact = Omit<Served<QuotedImpact>, 'because'>
type Given = {
  text: string | null
  reading: Pick<Served<Reading>, 'model' | 'modelVersion' | 'inputLength'> | undefined
  mentions: readonly Pick<Served<CompanyMention>, 'ticker' | 'firstOffset'>[]
}

/**
 * The impacts, each with its reasons; with none where another reader made it, the text was cut or is another
 * by now, or the names that companies go by have changed since, so that it would not come out the same.
 */
export async function withReasons(
  registry: () => Promise<Registry>,
  impacts: readonly Impact[],
  { text, reading, mentions }: Given,
): Promise<Served<QuotedImpact>[]> {
  const bare = impacts.map((impact) => ({ ...impact, because: [] }))
  if (text === null || !reading || reading.model !== toneReader.model) return bare
  if (reading.modelVersion !== toneReader.modelVersion || reading.inputLength !== text.length)
    return bare
  const names = await registry()
  const named = new Set(mentions.flatMap((one) => (one.firstOffset < 0 ? [] : [one.ticker])))
  const entities = findMentions(names, text, 0)
    .filter(({ company }) => named.has(company.ticker))
    .map(({ company, occurrences }) => ({ name: company.ticker, occurrences }))
  const { companies } = extractByModel(text, entities)
  return bare.map((impact) => {
    const again = companies.find(({ entity }) => entity === impact.ticker)
    if (!again || again.score !== impact.sentimentScore) return impact
    return {
      ...impact,
      because: again.because.map(({ feature, weight }) => ({ says: sayFeature(feature), weight })),
    }
  })
}
