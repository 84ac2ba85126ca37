/** Where the lake's files stand. */

export const LAKE_BUCKET = 'stonks-lakehouse'
export const PARQUET = 'application/vnd.apache.parquet'

/** The folder of one New York day, YYYY-MM-DD, as engines of Hive know partitions; it ends with a slash. */
function dayFolder(fact: string, date: string): string {
  const [year, month, day] = date.split('-')
  return `${fact}/year=${year}/month=${month}/day=${day}/`
}

export function fileKey(fact: string, date: string, name: string): string {
  return `${dayFolder(fact, date)}${name}.parquet`
}

/** What a day holds, beside its files; engines pass over names that begin so. */
export function manifestKey(fact: string, date: string): string {
  return `${dayFolder(fact, date)}_manifest.json`
}
