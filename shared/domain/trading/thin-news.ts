/** What to tell a person about how little there was to trade on, in numbers. */

export type NewsGiven = {
  buys: number
  sells: number
  sureBuys: number
  sureBuysInSession: number
  confidenceMin: number
}

/** A sentence of each number that explains why little was bought. */
export function describeNews(said: NewsGiven): string {
  const { buys, sells, sureBuys, sureBuysInSession, confidenceMin } = said
  const sure = `${sureBuys} of ${buys} recommendations to buy were as sure as the tier asks (${confidenceMin})`
  const met = `${sureBuysInSession} of them were decided on in a session`
  const thin = sureBuys === 0 ? '; the news gave nothing to buy on' : ''
  return `${sure}, and ${met}${thin}. ${sells} said to sell.`
}
