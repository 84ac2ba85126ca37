/** What the lake's tables are called in Trino. */

/** Where plain names are looked up. */
export type TrinoPlace = { catalog: string; schema: string }

/** Tables of Hive over the product's own files. */
export const LAKEHOUSE: TrinoPlace = { catalog: 'lakehouse', schema: 'stonks' }
/** Copies with snapshots. One metastore serves both catalogues, so that their schemas cannot share a name. */
export const ICEBERG: TrinoPlace = { catalog: 'iceberg', schema: 'stonks_iceberg' }

/** All rows of a table; its plain name is the view of what stands. */
export const versionsOf = (table: string): string => `${table}_versions`

export const PARTITIONS = ['year', 'month', 'day'] as const

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const fullName = ({ catalog, schema }: TrinoPlace, name: string): string =>
  [catalog, schema, name].map(quoteName).join('.')
