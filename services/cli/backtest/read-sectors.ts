/** Sectors of a data folder's companies, of companies.csv. */

import { findFile, readCsv } from '#shared/host/data-folder.ts'

/** By ticker; undefined where the folder does not say. */
export function readDataSectors(data: string): Map<string, string> | undefined {
  const path = findFile(data, 'companies.csv')
  if (!path) return undefined
  const sectors = new Map<string, string>()
  for (const row of readCsv(path, ['ticker']))
    if (row.get('sector') !== '') sectors.set(row.get('ticker'), row.get('sector'))
  return sectors.size > 0 ? sectors : undefined
}
