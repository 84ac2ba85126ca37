/** What kind of news a piece of text is, by the words that only such news uses. */

import { anyOf } from '../text/any-of.ts'
import type { Catalyst } from '../reading/reading.ts'

type Rule = {
  catalyst: Catalyst
  pattern: RegExp
  /** In [0, 1]: how much such news moves a company. */ weight: number
}

/** Tested in order; the first match is the kind, so the narrow ones stand first. */
const RULES: readonly Rule[] = [
  {
    catalyst: 'bankruptcy',
    weight: 0.95,
    pattern: anyOf(
      String.raw`bankrupt\w*|insolven\w+|chapter 11|chapter 7|liquidation|creditor protection`,
      String.raw`receivership|item 1\.03`,
    ),
  },
  {
    catalyst: 'guidance',
    weight: 0.75,
    pattern: anyOf(
      String.raw`guidance|profit warning`,
      String.raw`(?:earnings|profit|sales|revenue|full-year|annual|growth|cost|margin) (?:outlook|forecast|target|warning)`,
      String.raw`(?:cuts?|raises?|lifts?|lowers?|hikes?|slash\w*|trims?|ups?|boosts?|reaffirms?|maintains?|withdraws?) (?:its |their |\w+ )?(?:outlook|forecast|guidance|view|estimates?)`,
      String.raw`warns (?:on|of|about) (?:\w+ )?(?:profits?|sales|earnings|revenue|margins?)`,
    ),
  },
  {
    catalyst: 'spin_off',
    weight: 0.65,
    pattern: anyOf(
      String.raw`spin-?offs?|spins? off|spinning off|carve-?outs?|split-?off|demerg\w+|break-?up of`,
      String.raw`to split (?:into|in two)|separate (?:its|the) .{0,30}(?:business|unit)`,
    ),
  },
  {
    catalyst: 'merger_acquisition',
    weight: 0.8,
    pattern: anyOf(
      String.raw`merg(?:er|ers|es|e|ing|ed)|acqui(?:re|res|red|ring|sition|sitions)|takeovers?`,
      String.raw`buyouts?|take-private|to buy .{0,40}(?:for|in)\b`,
      String.raw`buys? (?:a |\d+% )?(?:stake|majority|rival|unit|maker|firm|startup|start-up)`,
      String.raw`to sell .{0,40}(?:unit|business|division|stake)|stake (?:sale|in)|bids? for`,
      String.raw`hostile bid|tender offer|deal to buy|item 2\.01`,
    ),
  },
  {
    catalyst: 'buyback',
    weight: 0.5,
    pattern: anyOf(
      String.raw`buy-?backs?|(?:share|stock) (?:re)?purchases?|repurchase (?:program|plan)`,
    ),
  },
  {
    catalyst: 'dividend_change',
    weight: 0.5,
    pattern: anyOf(String.raw`dividends?`),
  },
  {
    catalyst: 'analyst_rating',
    weight: 0.45,
    pattern: anyOf(
      String.raw`upgrad\w+|downgrad\w+|price target|target price`,
      String.raw`(?:buy|sell|hold|neutral|outperform|underperform|overweight|underweight|equal-?weight|market perform) rating`,
      String.raw`initiat\w+ (?:coverage|with|at)|analysts? (?:say|see|cut|raise)`,
      String.raw`(?:raised|cut|lowered|upgraded|downgraded) to (?:buy|sell|hold|neutral|outperform|overweight|underperform|underweight)`,
      String.raw`cuts to (?:hold|sell|neutral)|PT (?:raised|cut|lowered)`,
      String.raw`targets? (?:raised|cut|trimmed|lifted|lowered)|maintain (?:buy|sell|hold)`,
      String.raw`brokerages?|(?:buy|sell|accumulate|reduce|hold) [A-Z][^.]{0,60}(?:target|TP)`,
    ),
  },
  {
    catalyst: 'earnings',
    weight: 0.75,
    pattern: anyOf(
      String.raw`earnings|quarterly|Q[1-4]|(?:first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter`,
      String.raw`EPS|(?:net |operating |pretax |pre-tax |annual |record )?(?:profits?|loss(?:es)?)`,
      String.raw`revenues?|results|same-store sales|comparable sales`,
      String.raw`sales (?:rise|fall|beat|miss|jump|drop|grow|growth|decline)|half-year|full-year`,
      String.raw`ebitda|margins?|item 2\.02`,
    ),
  },
  {
    catalyst: 'major_litigation',
    weight: 0.6,
    pattern: anyOf(
      String.raw`lawsuits?|sues?|sued|suing|class[- ]action|court|jury|judge|trial|verdict|appeal`,
      String.raw`plaintiffs?|settle(?:s|d|ment)?|litigation`,
      String.raw`patent (?:case|fight|dispute|infringement)|damages|arbitration`,
    ),
  },
  {
    catalyst: 'regulatory_action',
    weight: 0.6,
    pattern: anyOf(
      String.raw`regulators?|antitrust|anti-trust|probes?|investigat\w+|fines?|fined`,
      String.raw`penalt(?:y|ies)|sanction\w*|SEC|FTC|FDA|FAA|FCC|DOJ|Justice Dep\w+`,
      String.raw`European Commission|EU (?:regulators?|commission|antitrust)|watchdog|subpoenas?`,
      String.raw`compliance|approv(?:al|es|ed)|clearance|ban(?:s|ned)?|crackdown|congress|senators?`,
      String.raw`lawmakers?|regulat(?:ion|ory)|privacy|data protection|grounding|grounded`,
    ),
  },
  {
    catalyst: 'management_change',
    weight: 0.5,
    pattern: anyOf(
      String.raw`(?:new|names?|appoints?|hires?|interim|former|ex-|outgoing|replaces?|ousts?) .{0,25}(?:CEO|CFO|COO|chief|chairman|chairwoman|president|head|director)`,
      String.raw`(?:CEO|CFO|COO|chairman|chief executive|president|executive|chief) .{0,30}(?:steps? down|resigns?|quits?|retires?|leaves?|departs?|to leave|ousted|exit|out\b|stepping down)`,
      String.raw`succession|successor|board shake-?up|resign\w*|step(?:s|ping)? down|item 5\.02`,
    ),
  },
  {
    catalyst: 'labour',
    weight: 0.5,
    pattern: anyOf(
      String.raw`strikes?|unions?|workers?|walkouts?|layoffs?|lay(?:s|ing)? off|job cuts?`,
      String.raw`(?:cut|cuts|slash\w*|axe\w*|shed) (?:\S+ )?(?:jobs|staff|workforce)|wages?`,
      String.raw`employees|pay deal|hiring|minimum pay|UAW|labou?r`,
    ),
  },
  {
    catalyst: 'restructuring',
    weight: 0.55,
    pattern: anyOf(
      String.raw`restructur\w+|reorgani[sz]\w+|overhaul|turnaround|cost[- ]cut\w*`,
      String.raw`(?:store|plant|factory) closures?|to close .{0,20}(?:stores|plants?|factor\w+)`,
      String.raw`shut(?:s|ting)? (?:down )?.{0,20}(?:plants?|stores|factor\w+)|divest\w*`,
      String.raw`asset sales?|write-?downs?|impairment`,
    ),
  },
  {
    catalyst: 'supply_chain',
    weight: 0.55,
    pattern: anyOf(
      String.raw`supply chains?|suppl(?:y|ier|iers)|shortages?`,
      String.raw`production (?:halt|cut|delay|line)\w*|output|shipments?|deliver(?:y|ies)`,
      String.raw`inventor\w+|factor(?:y|ies)|logistics|recall(?:s|ed)?`,
    ),
  },
  {
    catalyst: 'macro',
    weight: 0.4,
    pattern: anyOf(
      String.raw`tariffs?|trade war|trade (?:talks|deal|tensions?)|Fed|central bank|interest rates?`,
      String.raw`inflation|GDP|recession|Brexit|sanctions|stimulus|currency|oil prices?|crude`,
    ),
  },
  {
    catalyst: 'partnership',
    weight: 0.45,
    pattern: anyOf(
      String.raw`partner\w*|team(?:s|ing)? up|joint venture|collaborat\w+|alliance|tie-?ups?`,
      String.raw`signs? .{0,20}(?:deal|agreement|pact|contract)|contracts?`,
      String.raw`wins? .{0,20}(?:order|deal|contract)|deal with|agreement with|item 1\.01`,
    ),
  },
  {
    catalyst: 'product',
    weight: 0.4,
    pattern: anyOf(
      String.raw`launch\w*|unveil\w*|introduc\w+|roll(?:s|ed|ing)? out|debut\w*`,
      String.raw`new (?:product|model|phone|drug|service|app|version|feature|plane|car|chip|store)`,
      String.raw`releases?|trials?|study|vaccine|drug|device|prototype|patents?|testing|upgrade to`,
      String.raw`iPhone|737|streaming`,
    ),
  },
]

type Found = { catalyst: Catalyst; weight: number }

/** The companies of a headline ask one after another for the same words. */
let last: { text: string; found: Found } = { text: '', found: seek('') }

/** The kind of news, and how much such news weighs; `other` at 0.25 when unsure. */
export function catalystOf(text: string): Found {
  if (text !== last.text) last = { text, found: seek(text) }
  return last.found
}

function seek(text: string): Found {
  const found = RULES.find(({ pattern }) => pattern.test(text))
  return found
    ? { catalyst: found.catalyst, weight: found.weight }
    : { catalyst: 'other', weight: 0.25 }
}
