/** Which documents behind a trend contradict each other, pair by pair. */

import type { Served } from '#shared/contracts/api/route.ts'
import { DISAGREEMENTS_MAX, type DisagreementRow } from '#shared/contracts/api/disagreements.ts'
import type { Db } from '#shared/sql/open.ts'

type Pair = Served<DisagreementRow>
type Side = Pair['positive']
type SideRow = { place: number; mass: number; layer: Side['layer'] } & {
  [name in keyof NonNullable<Side['document']>]: NonNullable<Side['document']>[name] | null
}

/** The pairs of a trend as they were stored with it, the weightiest first; at most five. */
export async function listDisagreements(db: Db, trendId: string): Promise<Pair[]> {
  const rows = await db<SideRow[]>`
    select pair.place::int, (pair.told ->> 'mass')::float8 as mass, side.layer, d.document_id, d.title,
      d.publisher, d.published_at
    from trend_history t
    cross join lateral jsonb_array_elements(t.disagreements) with ordinality as pair(told, place)
    cross join lateral (values
      (1, (pair.told ->> 'positive')::uuid, pair.told ->> 'positiveLayer'),
      (2, (pair.told ->> 'negative')::uuid, pair.told ->> 'negativeLayer')) as side(number, id, layer)
    left join document_impact_records i on i.impact_id = side.id
    left join macro_impact_records m on m.macro_impact_id = side.id
    left join competitive_signal_records c on c.competitive_signal_id = side.id
    left join documents d on d.document_id = coalesce(i.document_id, m.document_id, c.document_id)
    where t.trend_id = ${trendId} and pair.place <= ${DISAGREEMENTS_MAX}
    order by pair.place, side.number`
  return rows.flatMap((positive, index) => {
    const negative = rows[index + 1]
    if (index % 2 === 1 || negative === undefined) return []
    return [{ mass: positive.mass, positive: sideOf(positive), negative: sideOf(negative) }]
  })
}

function sideOf({ layer, documentId, title, publisher, publishedAt }: SideRow): Side {
  if (documentId === null || title === null || publisher === null || publishedAt === null)
    return { layer, document: null }
  return { layer, document: { documentId, title, publisher, publishedAt } }
}
