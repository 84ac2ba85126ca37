/** One text for one value, so that its hash survives a database that reorders keys. */

/**
 * JSON with the keys of every object in code-unit order and no spaces (the key order of RFC 8785).
 * Dates become ISO text, and members that JSON has no word for are left out, as in JSON.stringify.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(JSON.parse(JSON.stringify(value) ?? 'null'), sortKeys)
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
