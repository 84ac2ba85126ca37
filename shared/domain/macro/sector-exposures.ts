/**
 * What of the world companies of a sector hang on, until their own report says more.
 *
 * Regions by the order that S&P Dow Jones Indices' yearly study "S&P 500 Global Sales" finds: technology
 * and materials sell the most abroad, utilities the least. Inputs by the use tables of the U.S. Bureau of
 * Economic Analysis (Input-Output Accounts). Shares are rounded to what such a table can carry: our own.
 */

export type SectorExposure = {
  revenueRegions: Readonly<Record<string, number>>
  supplyRegions: readonly string[]
  keyInputs: readonly string[]
  produces: readonly string[]
}

export const SECTOR_EXPOSURES: Readonly<Record<string, SectorExposure>> = {
  'Information Technology': {
    revenueRegions: { US: 0.45, EU: 0.2, China: 0.15, Japan: 0.05, UK: 0.05 },
    supplyRegions: ['Taiwan', 'China', 'Korea', 'Southeast Asia'],
    keyInputs: ['semiconductors', 'rare earths'],
    produces: [],
  },
  'Communication Services': {
    revenueRegions: { US: 0.65, EU: 0.15, 'Latin America': 0.05, UK: 0.05 },
    supplyRegions: ['US', 'China', 'Taiwan'],
    keyInputs: ['semiconductors'],
    produces: [],
  },
  'Consumer Discretionary': {
    revenueRegions: { US: 0.65, EU: 0.12, China: 0.08, Canada: 0.04, UK: 0.03 },
    supplyRegions: ['China', 'Southeast Asia', 'Latin America'],
    keyInputs: ['oil', 'steel'],
    produces: [],
  },
  'Consumer Staples': {
    revenueRegions: { US: 0.6, EU: 0.13, 'Latin America': 0.08, China: 0.05, UK: 0.04 },
    supplyRegions: ['US', 'Latin America'],
    keyInputs: ['grain', 'soybeans', 'meat', 'oil'],
    produces: [],
  },
  Financials: {
    revenueRegions: { US: 0.8, EU: 0.08, UK: 0.05 },
    supplyRegions: [],
    keyInputs: [],
    produces: [],
  },
  'Health Care': {
    revenueRegions: { US: 0.65, EU: 0.15, Japan: 0.05, China: 0.04 },
    supplyRegions: ['EU', 'India', 'China'],
    keyInputs: [],
    produces: [],
  },
  Industrials: {
    revenueRegions: { US: 0.6, EU: 0.15, China: 0.06, Canada: 0.04, 'Middle East': 0.03 },
    supplyRegions: ['US', 'EU', 'China', 'Latin America'],
    keyInputs: ['steel', 'aluminum', 'oil'],
    produces: [],
  },
  Energy: {
    revenueRegions: { US: 0.6, EU: 0.08, Canada: 0.08, 'Latin America': 0.05, 'Middle East': 0.04 },
    supplyRegions: ['US', 'Canada', 'Middle East'],
    keyInputs: ['steel'],
    produces: ['oil', 'natural gas'],
  },
  Materials: {
    revenueRegions: { US: 0.5, EU: 0.17, China: 0.1, 'Latin America': 0.08, Canada: 0.05 },
    supplyRegions: ['US', 'Latin America', 'Africa'],
    keyInputs: ['natural gas', 'oil'],
    produces: [],
  },
  Utilities: {
    revenueRegions: { US: 0.97 },
    supplyRegions: ['US'],
    keyInputs: ['natural gas', 'coal'],
    produces: [],
  },
  'Real Estate': {
    revenueRegions: { US: 0.9, EU: 0.05 },
    supplyRegions: ['US'],
    keyInputs: ['steel', 'lumber'],
    produces: [],
  },
}

/** Of a sector that nobody knows: at home in the United States, as its listing is. */
export const UNKNOWN_SECTOR: SectorExposure = {
  revenueRegions: { US: 0.7 },
  supplyRegions: [],
  keyInputs: [],
  produces: [],
}

type TradeRule = { words: RegExp; keyInputs?: readonly string[]; produces?: readonly string[] }

/** What a trade uses and makes beside its sector, by words of its industry or name. */
export const TRADES: readonly TradeRule[] = [
  { words: /\bair ?lines?\b|\bair lines\b|\bdelta air/i, keyInputs: ['oil'] },
  {
    words: /\b(?:freight|parcel|trucking|courier|rail(?:road|way)?s?|cruise)\b/i,
    keyInputs: ['oil'],
  },
  {
    words: /\b(?:motors?|auto(?:mobile|motive)?s?|vehicles?)\b/i,
    keyInputs: ['steel', 'aluminum', 'semiconductors', 'lithium'],
  },
  {
    words: /\bsemiconductors?\b|\bchips?\b/i,
    produces: ['semiconductors'],
    keyInputs: ['rare earths'],
  },
  { words: /\bsteel\b/i, produces: ['steel'], keyInputs: ['iron ore', 'coal'] },
  { words: /\balumini?um\b/i, produces: ['aluminum'] },
  { words: /\bcopper\b|\bfreeport\b/i, produces: ['copper', 'gold'] },
  { words: /\bgold\b|\bnewmont\b/i, produces: ['gold'] },
  { words: /\bcoal\b/i, produces: ['coal'] },
  { words: /\blithium\b/i, produces: ['lithium'] },
  { words: /\b(?:homes?|homebuild\w*|homebuilding)\b/i, keyInputs: ['lumber', 'steel'] },
  { words: /\b(?:refin\w+)\b/i, keyInputs: ['oil'] },
]
