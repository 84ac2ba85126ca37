/** Whether a statement of Trino's is a query, which by its grammar writes nothing. */

/** Comments and space, then what a query begins with. EXPLAIN is none: with ANALYZE it runs what it explains. */
const QUERY = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()*(?:select|with|values|table)\b/i

export function startsQuery(statement: string): boolean {
  return QUERY.test(statement)
}
