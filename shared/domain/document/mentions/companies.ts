/** The companies that documents are searched for, and the few names that need a look of their own. */

export type TrackedCompany = {
  companyId: string
  /** Of its primary security. */
  ticker: string
  legalName: string
  sector: string
  aliases: readonly string[]
  /** The tickers of its other securities: `GOOG` beside `GOOGL`. */
  securities?: readonly string[]
}

/** What may not stand around a name, for it to be the company. */
export type Caution = { notBefore?: RegExp; notAfter?: RegExp }

/**
 * By a name's key: what no rule of words in general tells from the company. `notAfter` looks at
 * the text that follows, `notBefore` at the text in front.
 */
export const cautions: Record<string, Caution> = {
  amazon: {
    notAfter:
      /^(?:'s)? (?:rain ?forest|forest|fires?\b(?! (?:managers?|workers?|staff|employees?))|basin|jungle|deforestation|river|region|delta|blazes?|burning|dams?|indigenous|tribes?|wildfires?|gold mine|road)\b/i,
    notBefore: /\b(?:in|of|across|save|protect|burning) the $|\bBrazil(?:'s|ian) $/,
  },
  apple: {
    notAfter: /^ (?:cider|pie|orchards?|juice|trees?|growers?|farmers?|crops?|sauce|harvest)\b/i,
    notBefore: /\b(?:Big|Fiona|big) $/,
  },
  citi: { notAfter: /^ (?:Field|Bike|Open)\b/ },
  chase: { notAfter: /^ (?:for|to|after|Carey|Manhattan)\b/ },
  coke: {
    notAfter: /^ (?:plants?|ovens?|prices|output|producers?)\b/i,
    notBefore: /\b(?:coking|pet|petroleum) $/i,
  },
  delta: {
    notAfter: /^ (?:variant|region|state|force|militants?|wave|strain)\b/i,
    notBefore: /\b(?:Niger|River|Mekong|Pearl River|the) $/,
  },
  facebook: {
    notAfter:
      /^ (?:page|message|livestream|Live video)\b|^ posts? (?!(?:a|an|its|record|bigger|higher|lower|strong\w*|weak\w*|surprise|first|second|third|fourth|quarterly|better|rise|rising|profits?|loss|sales|revenue|earnings|big|huge|solid|slow\w*|smaller|\d)\b)/i,
  },
  ford: { notAfter: /^ (?:Coppola|testif\w+|hearing|accus\w+|allegations?|assault)\b/i },
  freeport: { notAfter: /^ (?:LNG|liquefied|Texas|Bahamas|of)\b/i },
  gm: {
    notAfter: /^ (?:crops?|foods?|soy\w*|seeds?|maize|corn|mosquito\w*|wheat|canola|cotton)\b/,
  },
  intel: {
    notAfter:
      /^ (?:committee|chief|chair\w*|agenc\w+|officials?|community|panel|reports?|briefing|sharing|on|services?|director|sources)\b/i,
    notBefore:
      /\b(?:House|Senate|US|U\.S\.|national|military|foreign|Market|Israeli|Russian|the) $/i,
  },
  merck: { notAfter: /^,? Germany\b/, notBefore: /\bGerman(?:y's)? $/ },
  shell: { notAfter: /^ (?:compan(?:y|ies)|scripts?|shock|of|casings?|firms?)\b/i },
  alphabet: { notAfter: /^ (?:soup|letters?|books?|song|agenc(?:y|ies))\b/i },
  southwest: {
    notAfter:
      /^ (?:China|England|France|Florida|Texas|Germany|Africa|Asia|Virginia|Michigan|Iran|Pakistan|Japan|monsoon|drought|regions?|states?|coast|of|border|corner|winds?)\b/,
    notBefore: /\b(?:the|in|of|across|American|US|U\.S\.) $/,
  },
  caterpillar: { notAfter: /^ (?:infestation|plague|larvae|moths?|outbreak)\b/i },
  target: {
    notBefore:
      /\b(?:[Pp]rice|[Ii]nflation|[Gg]rowth|[Pp]rofit|[Ss]ales|[Dd]eficit|[Ee]missions?|[Cc]limate|[Bb]udget|[Cc]ost|[Dd]elivery|[Pp]roduction|[Oo]utput|Fed|ECB|EU|Soft|On|Easy|Top|Prime) $/,
  },
  twitter: {
    notAfter:
      /^ (?:posts?|feed|thread|storm|spat|war|rants?|message|handle|poll)\b(?! (?:record|loss|profit|a |its |higher|lower))/i,
    notBefore: /\b(?:on|via|to|over) $/i,
  },
  visa: {
    notAfter:
      /^(?:-|s\b)|^ (?:applic\w+|rules?|bans?|restrict\w+|waivers?|holders?|requirements?|free|programs?|programmes?|fees?|system|scheme|polic\w+|for|curbs?|cap|delays?|extension|lottery|crackdown|denials?|refus\w+|exempt\w+|overstay\w+|limits?|scandal|row)\b/i,
    notBefore:
      /\b(?:H-1B|H1B|U\.S\.|US|UK|student|golden|entry|work|tourist|exit|investor|travel|of|on|Schengen) $/i,
  },
}
