/** Figures a company reported, as each filing told them. */

/** One figure of one filing; decimal text, dates YYYY-MM-DD. */
export type Fact = {
  /** Of XBRL, with its taxonomy: `us-gaap:EarningsPerShareDiluted`. */
  concept: string
  /** `USD/shares`, `USD`, `shares`. */
  unit: string
  /** First day of the period; of a figure that is as of one day the same as `to`. */
  from: string
  /** Last day of the period. */
  to: string
  value: string
  form: string
  accessionNumber: string
  /** EDGAR's filing date: the company told it then, and not before. */
  filedOn: string
}

/** Earnings a share with all that could become shares, by the taxonomies of companies at home and abroad. */
export const EARNINGS_CONCEPTS: readonly string[] = [
  'us-gaap:EarningsPerShareDiluted',
  'ifrs-full:DilutedEarningsLossPerShare',
  'us-gaap:EarningsPerShareBasicAndDiluted',
]

/** What else is kept: little of a company's five hundred concepts is ever asked for. */
export const KEPT_CONCEPTS: readonly string[] = [
  ...EARNINGS_CONCEPTS,
  'us-gaap:EarningsPerShareBasic',
  'ifrs-full:BasicEarningsLossPerShare',
  'us-gaap:NetIncomeLoss',
  'ifrs-full:ProfitLoss',
  'us-gaap:Revenues',
  'us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax',
  'ifrs-full:Revenue',
  'us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding',
  'dei:EntityCommonStockSharesOutstanding',
]
