/** Regions, sectors and commodities that a text of the world may name. */

/** Names as companies' exposure profiles write them, by the words that stand for them. */
export const REGIONS: Record<string, RegExp> = {
  US: /\b(?:U\.S\.?|US|USA|United States|America\w*|Trump|Washington|Federal Reserve|Fed|White House|Congress|Wall Street|Biden|California|Texas|New York)(?![\w])/,
  China: /\b(?:China|Chinese|Beijing|Shanghai|Xi Jinping|Huawei|PBOC|Hong Kong)\b/,
  EU: /\b(?:EU|European|Europe|euro ?zone|Euro ?zone|ECB|Brussels|German\w*|France|French|Ital(?:y|ian)|Spain|Spanish|Greece|Greek|Netherlands|Dutch|Ireland|Irish)\b/,
  UK: /\b(?:UK|U\.K\.|Britain|British|Brexit|London|Bank of England|BoE|England|Scotland|Scottish)(?![\w])/,
  Japan: /\b(?:Japan|Japanese|Tokyo|BOJ|Bank of Japan)\b/,
  Korea: /\b(?:South Korea\w*|North Korea\w*|Seoul|Korean?|Pyongyang)\b/,
  India: /\b(?:India|Indian|Delhi|Mumbai|RBI|Modi)\b/,
  Russia: /\b(?:Russian?|Moscow|Putin|Kremlin|Ukrain\w+)\b/,
  'Middle East':
    /\b(?:Middle East|Iran\w*|Iraq\w*|Saudi\w*|Israel\w*|Syria\w*|Qatar\w*|UAE|Gulf|Yemen\w*|Turkey|Turkish|Hormuz|OPEC)\b/,
  'Latin America':
    /\b(?:Latin America\w*|Brazil\w*|Mexic\w+|Argentin\w+|Venezuela\w*|Chile\w*|Peru\w*|Colombia\w*)\b/,
  Canada: /\b(?:Canad(?:a|ian)|Ottawa|Alberta|Ontario)\b/,
  Africa: /\b(?:Africa\w*|Nigeria\w*|Egypt\w*|Libya\w*|Kenya\w*|Congo\w*)\b/,
  Australia: /\b(?:Australia\w*|Sydney|RBA)\b/,
  'Southeast Asia': /\b(?:Vietnam\w*|Thai\w*|Indonesia\w*|Malaysia\w*|Philippine\w*|Singapore)\b/,
  Taiwan: /\bTaiwan\w*\b/,
}

export const SECTORS: Record<string, RegExp> = {
  'Information Technology':
    /\b(?:tech(?:nology)?|chips?|chipmakers?|semiconductors?|software|5G|AI|Huawei|smartphones?|cyber\w*|data centers?)\b/i,
  'Communication Services': /\b(?:media|telecoms?|social media|internet|broadcast\w*|streaming)\b/i,
  'Consumer Discretionary':
    /\b(?:cars?|autos?|automakers?|carmakers?|vehicles?|retail(?:ers?)?|homebuilders?|home sales|housing|luxury|travel|hotels?|shoppers|consumer (?:spending|confidence))\b/i,
  'Consumer Staples':
    /\b(?:food|farm(?:ers?|ing)?|agricultur\w+|soy\w*|grocer\w*|tobacco|beverages?|pork|beef|crops?)\b/i,
  Financials:
    /\b(?:banks?|banking|lenders?|insur\w+|interest rates?|bond yields?|yield curve|rate (?:cuts?|hikes?)|Fed|mortgages?)\b/i,
  'Health Care':
    /\b(?:drugs?|drugmakers?|pharma\w*|health ?care|medic\w+|hospitals?|vaccines?|epidemic|pandemic|virus)\b/i,
  Industrials:
    /\b(?:manufactur\w+|factor(?:y|ies)|industrial|airlines?|aircraft|aviation|shipping|rail(?:ways?)?|freight|defen[cs]e|machinery|infrastructure|durable goods)\b/i,
  Energy:
    /\b(?:oil|crude|OPEC|Brent|refiner\w+|gas|shale|energy|pipelines?|LNG|tankers?|petrol|fuel)\b/i,
  Materials:
    /\b(?:steel|alumini?um|copper|iron ore|gold|metals?|min(?:ing|ers?)|chemicals?|lithium|rare earths?|lumber|coal)\b/i,
  Utilities:
    /\b(?:utilit(?:y|ies)|electricity|power (?:grid|plants?|outage)|blackouts?|nuclear power|water compan\w+)\b/i,
  'Real Estate':
    /\b(?:real estate|property market|house prices|home prices|commercial property|rents?)\b/i,
}

export const COMMODITIES: Record<string, RegExp> = {
  oil: /\b(?:oil|crude|Brent|WTI|OPEC|petrol(?:eum)?|gasoline|diesel)\b/i,
  'natural gas': /\b(?:natural gas|LNG|gas (?:prices?|supply|supplies|pipeline))\b/i,
  steel: /\bsteel\b/i,
  aluminum: /\balumini?um\b/i,
  copper: /\bcopper\b/i,
  gold: /\bgold\b(?!man)/i,
  'iron ore': /\biron ore\b/i,
  lithium: /\blithium\b/i,
  semiconductors: /\b(?:chips?|semiconductors?)\b/i,
  'rare earths': /\brare earths?\b/i,
  soybeans: /\bsoy(?:beans?)?\b/i,
  grain: /\b(?:wheat|corn|grain|maize)\b/i,
  meat: /\b(?:pork|beef|swine|poultry|meat)\b/i,
  coal: /\bcoal\b/i,
  lumber: /\b(?:lumber|timber)\b/i,
}

/** The names whose words a text has, in the order of the table. */
export function namedIn(table: Record<string, RegExp>, text: string): string[] {
  return Object.keys(table).filter((name) => table[name]?.test(text))
}
