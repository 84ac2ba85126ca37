/** What an account is compared with: a fund of the whole market, whose prices are kept beside those of companies. */

export const BENCHMARK = 'SPY'
