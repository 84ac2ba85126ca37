/** The companies that documents are searched for, and the names that need a second look. */

export type TrackedCompany = {
  companyId: string
  ticker: string
  legalName: string
  sector: string
  aliases: readonly string[]
}

/** What may not stand around an alias, for it to be the company. */
export type Caution = { notBefore?: RegExp; notAfter?: RegExp }

/**
 * Names that are also words, places or people: `notAfter` looks at the text that follows,
 * `notBefore` at the text in front.
 */
export const cautions: Record<string, Caution> = {
  Amazon: {
    notAfter:
      /^(?:'s)? (?:rain ?forest|forest|fires?|basin|jungle|deforestation|river|region|delta|blazes?|burning|dams?|indigenous|tribes?|wildfires?|gold mine|road)\b/i,
    notBefore: /\b(?:in|of|across|save|protect|burning) the $|\bBrazil(?:'s|ian) $/,
  },
  Apple: {
    notAfter: /^ (?:cider|pie|orchards?|juice|trees?|growers?|farmers?|crops?|sauce|harvest)\b/i,
    notBefore: /\b(?:Big|Fiona|big) $/,
  },
  Block: { notAfter: /^ (?:trade|deal|chain|of|sale|party|the|on)\b/i },
  Citi: { notAfter: /^ (?:Field|Bike|Open)\b/ },
  Chase: { notAfter: /^ (?:for|to|after|Carey|Manhattan)\b/ },
  Coke: {
    notAfter: /^ (?:plants?|ovens?|prices|output|producers?)\b/i,
    notBefore: /\b(?:coking|pet|petroleum) $/i,
  },
  Delta: {
    notAfter: /^ (?:variant|region|state|force|oil|militants?|wave|strain|corp)\b/i,
    notBefore: /\b(?:Niger|River|Mekong|Pearl River|the) $/,
  },
  Disney: { notBefore: /\b(?:Roy|Abigail) $/ },
  Facebook: { notAfter: /^ (?:posts?|page|message|livestream|Live video)\b/i },
  Ford: {
    notAfter: /^ (?:Foundation|Coppola|testif\w+|hearing|accus\w+|allegations?|assault)\b/i,
    notBefore:
      /\b(?:Blasey|Harrison|Gerald|Doug|Rob|Tom|Betty|Henry|Premier|President|Mayor|Christine|Glenn|John|Robert|Richard|Martin|Dr\.?) $/,
  },
  Freeport: { notAfter: /^ (?:LNG|liquefied|Texas|Bahamas|of)\b/i },
  GM: {
    notAfter: /^ (?:crops?|foods?|soy\w*|seeds?|maize|corn|mosquito\w*|wheat|canola|cotton)\b/,
  },
  Gap: { notAfter: /^ (?:between|in|year|widens?|narrows?|of|opens?|closes|up|down|with|on)\b/i },
  Goldman: { notBefore: /\b(?:Ron|William|Jonathan|Steve|Emma|Daniel|Dan) $/ },
  Intel: {
    notAfter:
      /^ (?:committee|chief|chair\w*|agenc\w+|officials?|community|panel|report|reports|briefing|sharing|on|services?|director)\b/i,
    notBefore: /\b(?:House|Senate|US|U\.S\.|national|military|foreign|Market|Israeli|Russian) $/i,
  },
  Match: { notAfter: /^ (?:of|with|for|in|point|day|report|fixing)\b/i },
  Merck: { notAfter: /^ (?:KGaA|Serono)\b|^,? Germany\b/, notBefore: /\bGerman(?:y's)? $/ },
  Nike: { notAfter: /^ missile/i },
  Oracle: { notAfter: /^ (?:of|bone|Arena|Park)\b/ },
  Shell: { notAfter: /^ (?:compan(?:y|ies)|scripts?|shock|of|casings?|firms?)\b/i },
  Snap: {
    notAfter: /^ (?:elections?|polls?|vote|judgment|judgement|decision|analysis|ballot|up|back)\b/i,
    notBefore: /\b(?:calls?|a|holds?|oil) $/,
  },
  Square: {
    notAfter: /^ (?:off|mile|feet|foot|metres?|meters?|with|kilomet\w+)\b/i,
    notBefore: /\b(?:\p{Lu}\w+|in) $/u,
  },
  Target: {
    notAfter:
      /^ (?:rates?|prices?|dates?|of|for|range|inflation|practice|zone|Rs|is to|on|set|level|list|market|at|band|by)\b|^ \d/i,
    notBefore:
      /\b(?:Price|price|Inflation|inflation|Growth|Fed|Soft|On|ECB|Easy|Top|Prime|Deficit|EU) $/,
  },
  Twitter: {
    notAfter: /^ (?:posts?|feed|thread|storm|spat|war|rants?|message|handle|poll)\b/i,
    notBefore: /\b(?:on|via|to|over) $/i,
  },
  Visa: {
    notAfter:
      /^(?:-|s\b)|^ (?:applic\w+|rules?|bans?|restrict\w+|waivers?|holders?|requirements?|free|programs?|programmes?|fees?|system|scheme|polic\w+|for|curbs?|cap|delays?|extension|lottery|crackdown|denials?|refus\w+|exempt\w+|overstay\w+|limits?|scandal|row)\b/i,
    notBefore:
      /\b(?:H-1B|H1B|U\.S\.|US|UK|student|entry|work|tourist|exit|investor|travel|of|on|Schengen) $/i,
  },
}

/** Tickers that are words: never taken for a company without `$` or an exchange. */
const WORD_TICKERS = new Set(
  'ALL ARE BIG CAN CAR CARS CASH CAT COP COST CUT DAY DD EAT EYE FAST FUN GOOD HAS HE HES IT KEY LOW LOVE MAN MET NEE NEWS NICE NOW ON ONE OPEN OUT PAY PEP PLAY PM POST REAL RUN SAFE SEE SO SPY STAY SUN TEAM TRUE TWO USA WELL YOU CEO CFO IPO ETF GDP FDA SEC FED OPEC NATO'.split(
    ' ',
  ),
)

/** True where a bare ticker of three letters or more may stand for its company. */
export function isPlainTicker(ticker: string): boolean {
  return ticker.length >= 3 && !WORD_TICKERS.has(ticker)
}

/** A legal name without its form: `Apple Inc.` is `Apple`. */
export function withoutLegalForm(name: string): string {
  return name
    .replace(/^The /, '')
    .replace(
      /,? (?:Inc|Incorporated|Corp|Corporation|Co|Company|Companies|plc|PLC|Ltd|Limited|LLC|L\.P|LP|N\.V|S\.A|AG|SE|Holdings?|Group)\.?$/,
      '',
    )
    .replace(/,? (?:& Co|and Co)\.?$/, '')
}
