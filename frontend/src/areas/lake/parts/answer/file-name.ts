/** What a file of an answer is called. */

const LETTERS_MAX = 60

/** `cost-of-each-check-2024-03-14.csv`: the question's name and the day it was asked. */
export function fileName(name: string, format: 'csv' | 'parquet', at: Date): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LETTERS_MAX)
    .replaceAll(/^-+|-+$/g, '')
  return `${words || 'answer'}-${at.toISOString().slice(0, 10)}.${format}`
}
