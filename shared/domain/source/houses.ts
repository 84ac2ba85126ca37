/** The publishers we know: their domains, the names they go by, how far they are believed, who owns them. */

export type House = {
  /** The first is the one that stands for all. */
  domains: readonly [string, ...string[]]
  /** As `publisherKey` writes them. */
  names: readonly string[]
  /** In [0, 1]. */
  standing: number
}

/** Editorial judgement, not a measurement: agencies first, then papers of record, then the rest. */
export const houses: readonly House[] = [
  { domains: ['sec.gov'], names: [], standing: 0.95 },
  { domains: ['reuters.com'], names: ['reuters'], standing: 0.85 },
  { domains: ['apnews.com', 'ap.org'], names: ['associated press'], standing: 0.85 },
  { domains: ['bloomberg.com'], names: ['bloomberg'], standing: 0.85 },
  { domains: ['wsj.com'], names: ['wall street journal'], standing: 0.85 },
  { domains: ['ft.com'], names: ['financial times'], standing: 0.85 },
  { domains: ['cnbc.com'], names: ['cnbc'], standing: 0.75 },
  { domains: ['theguardian.com', 'guardian.co.uk'], names: ['guardian'], standing: 0.75 },
  { domains: ['barrons.com'], names: ['barrons'], standing: 0.75 },
  { domains: ['marketwatch.com'], names: ['marketwatch'], standing: 0.7 },
  { domains: ['businesswire.com'], names: ['business wire'], standing: 0.7 },
  { domains: ['globenewswire.com'], names: ['globenewswire'], standing: 0.65 },
  { domains: ['prnewswire.com'], names: ['pr newswire'], standing: 0.65 },
  { domains: ['investing.com'], names: ['investing'], standing: 0.6 },
  { domains: ['benzinga.com'], names: ['benzinga'], standing: 0.55 },
  { domains: ['fool.com'], names: ['motley fool'], standing: 0.5 },
  { domains: ['zacks.com'], names: ['zacks investment research'], standing: 0.5 },
  { domains: ['seekingalpha.com'], names: ['seeking alpha'], standing: 0.5 },
  { domains: ['reddit.com', 'redd.it'], names: ['reddit'], standing: 0.2 },
  // The press of the simulated market, at domains that nobody can have (RFC 2606).
  { domains: ['meridian-wire.example'], names: ['meridian wire'], standing: 0.6 },
  { domains: ['harbor-street-journal.example'], names: ['harbor street journal'], standing: 0.6 },
  { domains: ['tickerside.example'], names: ['tickerside'], standing: 0.6 },
  { domains: ['ledger-post.example'], names: ['ledger post'], standing: 0.6 },
  { domains: ['worldview-desk.example'], names: ['worldview desk'], standing: 0.6 },
]

/** Who brings press releases. */
export const PAID_WIRES = 'Press releases'

/** Outlets of one owner are one voice (docs/FORMULAS.md, Publishers). */
export const groups: Readonly<Record<string, readonly string[]>> = {
  'Dow Jones': [
    'wsj.com',
    'marketwatch.com',
    'barrons.com',
    'dowjones.com',
    'dj.com',
    'investors.com',
  ],
  'Thomson Reuters': ['reuters.com', 'thomsonreuters.com', 'breakingviews.com'],
  Bloomberg: ['bloomberg.com', 'bnnbloomberg.ca', 'businessweek.com'],
  Nikkei: ['ft.com', 'nikkei.com'],
  'Axel Springer': ['businessinsider.com', 'politico.com', 'politico.eu', 'welt.de', 'bild.de'],
  'The New York Times Company': ['nytimes.com', 'theathletic.com'],
  BBC: ['bbc.co.uk', 'bbc.com'],
  'Guardian Media Group': ['theguardian.com', 'guardian.co.uk'],
  Fox: ['foxnews.com', 'foxbusiness.com'],
  'News Corp': ['nypost.com', 'thetimes.com', 'thetimes.co.uk', 'thesun.co.uk', 'news.com.au'],
  Yahoo: ['yahoo.com', 'aol.com', 'engadget.com'],
  // Whoever pays is told there, whichever it is: together they are one voice.
  [PAID_WIRES]: [
    'prnewswire.com',
    'cision.com',
    'prweb.com',
    'businesswire.com',
    'globenewswire.com',
    'accesswire.com',
    'newswire.com',
    'einpresswire.com',
  ],
  'Condé Nast': ['wired.com', 'arstechnica.com', 'newyorker.com', 'vanityfair.com'],
  'Vox Media': ['vox.com', 'theverge.com', 'nymag.com'],
  Gannett: ['usatoday.com', 'gannett.com'],
  'Motley Fool': ['fool.com', 'fool.co.uk', 'fool.ca', 'fool.com.au'],
}
