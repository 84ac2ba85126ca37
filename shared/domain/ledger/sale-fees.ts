/**
 * What supervisors take of a sale of shares, by its day: the SEC's fee by dollars and FINRA's by shares, each rounded up
 * to a cent as brokers charge them.
 *
 * Sources: SEC, Fee Rate Advisories under Section 31 of the Exchange Act; FINRA By-Laws, Schedule A, Section 1 (Trading
 * Activity Fee of covered equity securities; Regulatory Notices 11-27 and 12-31, and the schedule of 2022 and of 2026). Days before the first of a table have
 * its first rate; those after the last keep the last.
 */

import { Big } from 'big.js'

/** Dollars of a million sold, from that day on. */
const SEC_RATES: readonly (readonly [string, string])[] = [
  ['2010-04-01', '16.90'],
  ['2011-01-21', '19.20'],
  ['2012-02-21', '18.00'],
  ['2012-04-01', '22.40'],
  ['2013-05-25', '17.40'],
  ['2014-03-18', '22.10'],
  ['2015-02-14', '18.40'],
  ['2016-02-16', '21.80'],
  ['2017-07-04', '23.10'],
  ['2018-05-22', '13.00'],
  ['2019-04-16', '20.70'],
  ['2020-02-18', '22.10'],
  ['2021-02-25', '5.10'],
  ['2022-05-14', '22.90'],
  ['2023-02-27', '8.00'],
  ['2024-05-22', '27.80'],
  ['2025-05-14', '0.00'],
  ['2026-04-04', '20.60'],
]

/** Dollars a share sold, and the most of one trade, from that day on. */
const TAF_RATES: readonly (readonly [string, string, string])[] = [
  ['2004-10-01', '0.000075', '3.75'],
  ['2011-07-01', '0.000090', '4.50'],
  ['2012-03-01', '0.000095', '4.75'],
  ['2012-07-01', '0.000119', '5.95'],
  ['2022-01-01', '0.000130', '6.49'],
  ['2023-01-01', '0.000145', '7.27'],
  ['2024-01-01', '0.000166', '8.30'],
  ['2026-01-01', '0.000195', '9.79'],
]

const MILLION = new Big(1_000_000)

/** Dollars of one sale; `date` is its day in New York, YYYY-MM-DD. */
export function saleFeesOf(
  { quantity, price }: { quantity: Big | string; price: Big | string },
  date: string,
): { sec: Big; taf: Big; total: Big } {
  const [, rate] = rateOn(SEC_RATES, date)
  const [, each, most] = rateOn(TAF_RATES, date)
  const sec = upToCent(new Big(quantity).times(price).times(rate).div(MILLION))
  const uncapped = upToCent(new Big(quantity).times(each))
  const taf = uncapped.gt(most) ? new Big(most) : uncapped
  return { sec, taf, total: sec.plus(taf) }
}

function rateOn<Row extends readonly [string, ...string[]]>(
  rows: readonly Row[],
  date: string,
): Row {
  for (let at = rows.length - 1; at > 0; at -= 1) if (rows[at]![0] <= date) return rows[at]!
  return rows[0]!
}

function upToCent(dollars: Big): Big {
  return dollars.round(2, Big.roundUp)
}
