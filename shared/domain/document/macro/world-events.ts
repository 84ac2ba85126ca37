/** What happens to supply, demand and peace, and the words that tell of it. Our own work. */

import { anyOf } from '../text/any-of.ts'
import type { EventRule } from './event-rule.ts'

/** Tested in order, after what governments do. */
export const WORLD_EVENTS: readonly EventRule[] = [
  {
    eventType: 'armed_conflict',
    direction: 'geopolitical_risk',
    severity: 'critical',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`invasion|invades?|declares? war|at war|air ?strikes?`,
      String.raw`missile (?:strike|attack|launch|test)s?|drone (?:strike|attack)s?|shelling`,
      String.raw`military (?:action|strike|clash|conflict)|nuclear test|armed conflict`,
    ),
  },
  {
    eventType: 'political_tension',
    direction: 'geopolitical_risk',
    severity: 'high',
    duration: 'short_term',
    pattern: anyOf(
      String.raw`geopolitic\w+|coup|martial law|state of emergency|(?:military|border) tensions?`,
      String.raw`terror(?:ist|ism)?(?: attack)?`,
      String.raw`attacks? on .{0,30}(?:tankers?|oil|facilit\w+|pipeline)`,
      String.raw`tankers? (?:attack|seiz)\w*|expels? diplomats|unrest|mass protests?|riots?`,
      String.raw`nuclear (?:deal|programme|program|weapons?|threat)|impeach\w+|government shutdown`,
      String.raw`no-confidence`,
    ),
  },
  {
    eventType: 'supply_recovery',
    direction: 'supply_recovery',
    severity: 'moderate',
    duration: 'short_term',
    pattern: anyOf(
      String.raw`(?:resum\w+|restor\w+|restart\w*|reopen\w*) .{0,30}(?:output|production|pipeline|port|refinery|supply|supplies|exports?|flights|operations)`,
      String.raw`(?:raises?|boosts?|increases?|hikes?|lifts?) .{0,20}(?:oil |crude )?(?:output|production|supply)`,
      String.raw`record (?:output|harvest|crop|production)`,
      String.raw`OPEC .{0,40}(?:raise|increase|boost|ease)\w*`,
    ),
  },
  {
    eventType: 'supply_disruption',
    direction: 'supply_disruption',
    severity: 'high',
    duration: 'short_term',
    pattern: anyOf(
      String.raw`(?:cuts?|halts?|stops?|curbs?|shuts?) .{0,25}(?:oil |crude )?(?:output|production|supply|supplies|exports?)`,
      String.raw`(?:output|production|supply) (?:cuts?|halts?|disruptions?|outages?|crunch|shock)`,
      String.raw`shortages?`,
      String.raw`(?:pipeline|refinery|plant|port|mine|power) .{0,20}(?:shut|explosion|fire|outage|closed|closure|leak|spill)\w*`,
      String.raw`blackouts?`,
      String.raw`(?:rail|port|dock|pilot|airline|miners?|truckers?|general) .{0,15}strikes?`,
      String.raw`hurricanes?|typhoons?|earthquakes?|floods?|droughts?|wildfires?|cyclones?`,
      String.raw`swine fever|outbreak|epidemic|pandemic`,
    ),
  },
  {
    eventType: 'price_pressure',
    direction: 'cost_increase',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`inflation .{0,25}(?:rises?|climbs?|jumps?|accelerat\w+|high|surges?|hits)`,
      String.raw`(?:oil|crude|Brent|energy|fuel|food|commodity|gas|steel|producer|consumer|import) prices? .{0,25}(?:rises?|climbs?|jumps?|surges?|soars?|hits?|up|higher|gains?|spikes?)`,
      String.raw`(?:oil|crude|Brent) (?:rises?|climbs?|jumps?|surges?|soars?|rallies|gains?|hits .{0,15}high)`,
      String.raw`(?:rising|higher|soaring) (?:oil|fuel|energy|labou?r|input|raw material|borrowing)? ?(?:costs?|prices)`,
    ),
  },
  {
    eventType: 'economic_growth',
    direction: 'demand_increase',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`(?:GDP|economy|growth|retail sales|consumer (?:spending|confidence)|factory (?:orders|output|activity)|industrial (?:output|production)|payrolls|jobs|hiring|home sales|exports|manufacturing|demand|services activity|PMI|durable goods) .{0,30}(?:rises?|rose|grows?|grew|expands?|expanded|jumps?|surges?|beats?|accelerat\w+|strong\w*|rebounds?|picks? up|improves?|higher|record)`,
      String.raw`unemployment .{0,25}(?:falls?|fell|drops?|low)`,
      String.raw`jobless claims .{0,20}(?:falls?|fell|drops?|low)`,
      String.raw`strong (?:demand|economy|growth|jobs)`,
    ),
  },
  {
    eventType: 'economic_downturn',
    direction: 'none',
    severity: 'high',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`recession`,
      String.raw`(?:GDP|economy|economic growth|global growth|growth|retail sales|consumer (?:spending|confidence)|factory (?:orders|output|activity)|industrial (?:output|production)|payrolls|exports|manufacturing|demand|home sales|durable goods|PMI) .{0,30}(?:falls?|fell|shrinks?|shrank|contracts?|slows?|slowed|slow(?:down|ing)|drops?|dropped|slump\w*|weak\w*|misses?|tumbles?|plunges?|declines?|stalls?|slid\w*)`,
      String.raw`unemployment .{0,20}(?:rises?|rose|jumps?)`,
      String.raw`economic (?:slowdown|slump|crisis|contraction)|debt crisis|currency crisis`,
      String.raw`slowdown fears`,
    ),
  },
  {
    eventType: 'central_bank',
    direction: 'none',
    severity: 'moderate',
    duration: 'short_term',
    pattern: anyOf(
      String.raw`Federal Reserve|the Fed|Fed's`,
      String.raw`Fed (?:chair|officials?|minutes|policymakers?|seen|says|to|keeps|leaves)|ECB`,
      String.raw`Bank of (?:England|Japan|Canada)|BOJ|BoE|central banks?|interest rates?`,
      String.raw`bond yields?|treasury yields?|yield curve|inflation|monetary policy|PBOC`,
    ),
  },
  {
    eventType: 'politics',
    direction: 'none',
    severity: 'low',
    duration: 'short_term',
    pattern: anyOf(
      String.raw`Brexit|G7|G20|summit|trade talks|IMF|World Bank|WTO|OPEC|election|referendum`,
      String.raw`budget deficit|EU budget|eurozone|euro zone`,
    ),
  },
]
