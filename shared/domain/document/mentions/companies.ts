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
export type Caution = { notBefore?: RegExp; notAfter?: RegExp; notWith?: RegExp }

/**
 * By a name's key: what no rule of words in general tells from the company. `notAfter` looks at
 * the text that follows, `notBefore` at the text in front, `notWith` at the line.
 */
export const cautions: Record<string, Caution> = {
  amazon: {
    notAfter:
      /^(?:'s)? (?:rain ?forest|forest|fires?\b(?! (?:managers?|workers?|staff|employees?))|basin|jungle|deforestation|river|region|delta|blazes?|burning|dams?|indigenous|tribes?|wildfires?|gold mine|road)\b/i,
    notBefore: /\b(?:in|of|across|save|protect|burning) the $|\bBrazil(?:'s|ian) $/,
  },
  apple: {
    notAfter:
      /^ (?:cider|pies?|orchards?|juice|trees?|growers?|farmers?|crops?|sauce|harvest\w*|pick(?:ers?|ing)|blossoms?|festivals?|butter|slices?|varieties|maggots?|moths?|turnovers?|tarts?|fritters?|crumble|cake|strudel|brandy|vinegar|capital of|valley|snails?|cores?|picked)\b|^ season\b(?! of)/i,
    notBefore: /\b(?:Big|Fiona|big|[Cc]andy|[Cc]aramel|[Tt]offee|Adam's|[Cc]rab|[Bb]ad) $/,
  },
  citi: { notAfter: /^ (?:Field|Bike|Open)\b/ },
  chase: { notAfter: /^ (?:for|to|after|Carey|Manhattan)\b/ },
  coke: {
    notAfter: /^ (?:plants?|ovens?|prices|output|producers?)\b/i,
    notBefore: /\b(?:coking|pet|petroleum) $/i,
  },
  delta: {
    notAfter:
      /^ (?:variant|region|state|force|militants?|wave|strain|smelt|high school|county|tunnel|blues|dawn|debutante)\b/i,
    notBefore:
      /\b(?:Niger|River|Mekong|Pearl River|Joaquin|Bay|Okavango|Nile|Mississippi|the)(?: |-)$|\b(?:loses?|lost|falls?|fell|bows?|losing) to $/,
    notWith:
      /\b(?:touchdowns?|quarterback|varsity|in overtime|season opener|homecoming|playoffs?|softball|volleyball|wrestling|Tigers|Bulldogs|Statesmen)\b/,
  },
  facebook: {
    notAfter:
      /^ (?:page|message|livestream|Live video)\b|^ posts? (?!(?:a|an|its|record|bigger|higher|lower|strong\w*|weak\w*|surprise|first|second|third|fourth|quarterly|better|rise|rising|profits?|loss|sales|revenue|earnings|big|huge|solid|slow\w*|smaller|\d)\b)/i,
  },
  disney: { notAfter: /^ (?:princess\w*|adult)\b/i },
  dupont: { notAfter: /^ (?:Circle|Underground|Avenue|Street|Road|Summit FC|Manual)\b/ },
  eaton: {
    notAfter: /^ (?:fires?|wildfire|blaze|canyon|cent(?:re|er)|county|rapids|burn|socon|hall)\b/i,
    notBefore: /\b(?:[Tt]he|Palisades and|Cyrus|Hurricane) $/,
    notWith: /\bAltadena\b|\bPalisades\b/,
  },
  ford: { notAfter: /^ (?:Coppola|testif\w+|hearing|accus\w+|allegations?|assault)\b/i },
  freeport: { notAfter: /^ (?:LNG|liquefied|Texas|Bahamas|of)\b/i },
  gm: {
    notAfter: /^ (?:crops?|foods?|soy\w*|seeds?|maize|corn|mosquito\w*|wheat|canola|cotton)\b/,
  },
  hewlettpackard: { notAfter: /^(?! (?:Enterprise|Ent\b|Labs))/ },
  hilton: {
    notAfter: /^ (?:Head|Grand|Als|Garden)\b/,
    notBefore: /\b(?:Camp|Conrad and|Paris|Nicky|Perez) $/,
  },
  intel: {
    notAfter:
      /^ (?:committee|chief|chair\w*|agenc\w+|officials?|community|panel|reports?|briefing|sharing|on|services?|director|sources)\b/i,
    notBefore:
      /\b(?:House|Senate|US|U\.S\.|national|military|foreign|Market|Israeli|Russian|the) $/i,
  },
  merck: { notAfter: /^,? Germany\b/, notBefore: /\bGerman(?:y's)? $/ },
  statestreet: {
    notAfter:
      /^ (?:protest\w*|march\w*|shops?|shopping|stores?|shooting|parade|closures?|bridge|mall|restaurants?|bars?|businesses|merchants|reopens|traffic|crash|construction|pedestrian\w*|promenade|corridor|crime|theat\w+|underpass)\b/i,
    notBefore:
      /\b(?:[Oo]n|[Aa]long|[Dd]own|[Oo]ff|[Nn]ear|[Uu]pper|[Ll]ower|\d+|North|South|East|West|[Dd]owntown) $/,
    notWith: /\b(?:Santa Barbara|pedestrians?|downtown|storefronts?)\b/,
  },
  '3m': {
    notAfter:
      /^ (?:users?|people|subscribers?|jobs|barrels|tons|tonnes|units|homes|households|customers|members|shares|vehicles|cars|doses|views|copies|acres|miles|workers|followers|downloads|bpd|b\/d|more|fewer|new|people's|students|voters|euros?|pounds?|dollars)\b/i,
    notBefore:
      /[$€£¥₹]$|\b(?:past|over|nearly|almost|about|around|least|tops?|surpass(?:es|ed)?|exceed(?:s|ed)?|worth|raises?|raised|spends?|another|extra|some|roughly|up to|more than|fewer than|less than|(?:users|subscribers|members|deaths|cases|downloads|views|sales|count|openings|claims|claimants) (?:hits?|reach(?:es)?|pass(?:es)?|near(?:s)?)) $/i,
    notWith:
      /\b3M (?:on|in|from|for) (?:parks?|roads?|schools?|funding|grants?|seed|repairs|aid)\b/,
  },
  ups: { notAfter: /^ (?:and|&|or|n|'n'?) downs?\b/i },
  shell: { notAfter: /^ (?:compan(?:y|ies)|scripts?|shock|of|casings?|firms?)\b/i },
  alphabet: { notAfter: /^ (?:soup|letters?|books?|song|agenc(?:y|ies))\b/i },
  southwest: {
    notAfter:
      /^ (?:China|England|France|Florida|Texas|Germany|Africa|Asia|Virginia|Michigan|Iran|Pakistan|Japan|monsoon|drought|regions?|states?|coast|of|border|corner|winds?)\b/,
    notBefore: /\b(?:the|in|of|across|American|US|U\.S\.) $/,
  },
  cadence: {
    notAfter: /^ (?:bank|pharma|therapeutics|aerospace)/i,
    notWith: /\b(?:Huntington|Bancshares|Bancorp\w*|deposits?|Mississippi|regional banks?)\b/,
  },
  carnival: {
    notBefore:
      /\b(?:Rio|Notting Hill|Trinidad|Venice|Cologne|Brazil's|Winter|Caribbean|Salvador) $/,
    notAfter: /^ (?:season|parades?|floats?|dancers?|revell?ers|week|goers|barker|ride)\b/i,
  },
  caterpillar: {
    notAfter:
      /^ (?:infestation|plague|larvae|moths?|outbreak|fungus|invasion|numbers|species|butterfl\w+|bites?|hairs?)\b/i,
    notBefore: /\b(?:[Hh]ungry|[Mm]oth|[Bb]utterfly|[Tt]ent|[Hh]airy|[Ww]oolly|[Tt]oxic) $/,
  },
  chevron: { notAfter: /^ (?:Phillips\b|patterns?\b|deference\b|doctrine\b|ruling\b)/i },
  cocacola: {
    notAfter:
      /^ (?:Consolidated|HBC|Hellenic|Europacific|European|Enterprises|FEMSA|Femsa|Bottl\w+|Icecek|İçecek|Amatil|West|East Japan|Andina|Embonor|Beverages|UNITED|United|Arena|Field|Park|Stadium|Theatre|Theater|600)\b/,
  },
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
