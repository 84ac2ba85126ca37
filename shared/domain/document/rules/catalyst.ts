/** What kind of news a piece of text is, by the words that only such news uses. */

import type { Catalyst } from '../reading.ts'

type Rule = { catalyst: Catalyst; pattern: RegExp; /** In [0, 1]: how much such news moves a company. */ weight: number }

/** Tested in order; the first match is the kind, so the narrow ones stand first. */
const RULES: readonly Rule[] = [
  { catalyst: 'bankruptcy', weight: 0.95, pattern: /\b(?:bankrupt\w*|insolven\w+|chapter 11|chapter 7|liquidation|creditor protection|receivership|item 1\.03)\b/i },
  { catalyst: 'guidance', weight: 0.75, pattern: /\b(?:guidance|profit warning|(?:earnings|profit|sales|revenue|full-year|annual|growth|cost|margin) (?:outlook|forecast|target|warning)|(?:cuts?|raises?|lifts?|lowers?|hikes?|slash\w*|trims?|ups?|boosts?|reaffirms?|maintains?|withdraws?) (?:its |their |\w+ )?(?:outlook|forecast|guidance|view|estimates?)|warns (?:on|of|about) (?:\w+ )?(?:profits?|sales|earnings|revenue|margins?))\b/i },
  { catalyst: 'spin_off', weight: 0.65, pattern: /\b(?:spin-?offs?|spins? off|spinning off|carve-?outs?|split-?off|demerg\w+|break-?up of|to split (?:into|in two)|separate (?:its|the) .{0,30}(?:business|unit))\b/i },
  { catalyst: 'merger_acquisition', weight: 0.8, pattern: /\b(?:merg(?:er|ers|es|e|ing|ed)|acqui(?:re|res|red|ring|sition|sitions)|takeovers?|buyouts?|take-private|to buy .{0,40}(?:for|in)\b|buys? (?:a |\d+% )?(?:stake|majority|rival|unit|maker|firm|startup|start-up)|to sell .{0,40}(?:unit|business|division|stake)|stake (?:sale|in)|bids? for|hostile bid|tender offer|deal to buy|item 2\.01)\b/i },
  { catalyst: 'buyback', weight: 0.5, pattern: /\b(?:buy-?backs?|(?:share|stock) (?:re)?purchases?|repurchase (?:program|plan))\b/i },
  { catalyst: 'dividend_change', weight: 0.5, pattern: /\bdividends?\b/i },
  { catalyst: 'analyst_rating', weight: 0.45, pattern: /\b(?:upgrad\w+|downgrad\w+|price target|target price|(?:buy|sell|hold|neutral|outperform|underperform|overweight|underweight|equal-?weight|market perform) rating|initiat\w+ (?:coverage|with|at)|analysts? (?:say|see|cut|raise)|(?:raised|cut|lowered|upgraded|downgraded) to (?:buy|sell|hold|neutral|outperform|overweight|underperform|underweight)|cuts to (?:hold|sell|neutral)|PT (?:raised|cut|lowered)|targets? (?:raised|cut|trimmed|lifted|lowered)|maintain (?:buy|sell|hold)|brokerages?|(?:buy|sell|accumulate|reduce|hold) [A-Z][^.]{0,60}(?:target|TP))\b/i },
  { catalyst: 'earnings', weight: 0.75, pattern: /\b(?:earnings|quarterly|Q[1-4]|(?:first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter|EPS|(?:net |operating |pretax |pre-tax |annual |record )?(?:profits?|loss(?:es)?)|revenues?|results|same-store sales|comparable sales|sales (?:rise|fall|beat|miss|jump|drop|grow|growth|decline)|half-year|full-year|ebitda|margins?|item 2\.02)\b/i },
  { catalyst: 'major_litigation', weight: 0.6, pattern: /\b(?:lawsuits?|sues?|sued|suing|class[- ]action|court|jury|judge|trial|verdict|appeal|plaintiffs?|settle(?:s|d|ment)?|litigation|patent (?:case|fight|dispute|infringement)|damages|arbitration)\b/i },
  { catalyst: 'regulatory_action', weight: 0.6, pattern: /\b(?:regulators?|antitrust|anti-trust|probes?|investigat\w+|fines?|fined|penalt(?:y|ies)|sanction\w*|SEC|FTC|FDA|FAA|FCC|DOJ|Justice Dep\w+|European Commission|EU (?:regulators?|commission|antitrust)|watchdog|subpoenas?|compliance|approv(?:al|es|ed)|clearance|ban(?:s|ned)?|crackdown|congress|senators?|lawmakers?|regulat(?:ion|ory)|privacy|data protection|grounding|grounded)\b/i },
  { catalyst: 'management_change', weight: 0.5, pattern: /\b(?:(?:new|names?|appoints?|hires?|interim|former|ex-|outgoing|replaces?|ousts?) .{0,25}(?:CEO|CFO|COO|chief|chairman|chairwoman|president|head|director)|(?:CEO|CFO|COO|chairman|chief executive|president|executive|chief) .{0,30}(?:steps? down|resigns?|quits?|retires?|leaves?|departs?|to leave|ousted|exit|out\b|stepping down)|succession|successor|board shake-?up|resign\w*|step(?:s|ping)? down|item 5\.02)\b/i },
  { catalyst: 'labour', weight: 0.5, pattern: /\b(?:strikes?|unions?|workers?|walkouts?|layoffs?|lay(?:s|ing)? off|job cuts?|(?:cut|cuts|slash\w*|axe\w*|shed) (?:\S+ )?(?:jobs|staff|workforce)|wages?|employees|pay deal|hiring|minimum pay|UAW|labou?r)\b/i },
  { catalyst: 'restructuring', weight: 0.55, pattern: /\b(?:restructur\w+|reorgani[sz]\w+|overhaul|turnaround|cost[- ]cut\w*|(?:store|plant|factory) closures?|to close .{0,20}(?:stores|plants?|factor\w+)|shut(?:s|ting)? (?:down )?.{0,20}(?:plants?|stores|factor\w+)|divest\w*|asset sales?|write-?downs?|impairment)\b/i },
  { catalyst: 'supply_chain', weight: 0.55, pattern: /\b(?:supply chains?|suppl(?:y|ier|iers)|shortages?|production (?:halt|cut|delay|line)\w*|output|shipments?|deliver(?:y|ies)|inventor\w+|factor(?:y|ies)|logistics|recall(?:s|ed)?)\b/i },
  { catalyst: 'macro', weight: 0.4, pattern: /\b(?:tariffs?|trade war|trade (?:talks|deal|tensions?)|Fed|central bank|interest rates?|inflation|GDP|recession|Brexit|sanctions|stimulus|currency|oil prices?|crude)\b/i },
  { catalyst: 'partnership', weight: 0.45, pattern: /\b(?:partner\w*|team(?:s|ing)? up|joint venture|collaborat\w+|alliance|tie-?ups?|signs? .{0,20}(?:deal|agreement|pact|contract)|contracts?|wins? .{0,20}(?:order|deal|contract)|deal with|agreement with|item 1\.01)\b/i },
  { catalyst: 'product', weight: 0.4, pattern: /\b(?:launch\w*|unveil\w*|introduc\w+|roll(?:s|ed|ing)? out|debut\w*|new (?:product|model|phone|drug|service|app|version|feature|plane|car|chip|store)|releases?|trials?|study|vaccine|drug|device|prototype|patents?|testing|upgrade to|iPhone|737|streaming)\b/i },
]

/** The kind of news, and how much such news weighs; `other` at 0.25 when unsure. */
export function catalystOf(text: string): { catalyst: Catalyst; weight: number } {
  const found = RULES.find(({ pattern }) => pattern.test(text))
  return found ? { catalyst: found.catalyst, weight: found.weight } : { catalyst: 'other', weight: 0.25 }
}
