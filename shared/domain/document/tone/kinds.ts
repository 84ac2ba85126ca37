/** What kind of thing a name is: I an index or exchange, G a good or currency, S a sector, O a firm. */

export type Kind = 'I' | 'G' | 'S' | 'O'

const WORDS: Readonly<Record<Exclude<Kind, 'O'>, string>> = {
  I: `sensex nifty index indices bse nse market markets d-street stock stocks equity equities mcx
    ncdex dow nasdaq ftse dax nikkei s&p russell street exchange`,
  G: `gold silver oil crude copper rupee dollar euro yen bond bonds yield yields gsec gsecs zinc
    nickel lead sugar cotton aluminium commodity commodities gas soybean mentha turmeric jeera
    cardamom`,
  S: `psu bank banks auto it pharma infra realty metal metals telecom cement fund funds midcap
    midcaps mid-cap mid-caps smallcap smallcaps small-cap small-caps largecap largecaps large-cap
    large-caps fmcg sector shares banking media power fii fiis mf mfs`,
}

const kindOf = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) =>
    words.split(/\s+/).map((word) => [word, kind as Kind] as const),
  ),
)

/** The kind of a name, by its first word. */
export function kindAt(words: readonly string[], at: number): Kind {
  return kindOf.get(words[at] ?? '') ?? 'O'
}
