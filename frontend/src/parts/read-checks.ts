/** Reads stored checks, which were written by several stages over time. */

export type Check = { name: string; found: string; limit: string; passed: boolean | null }

/** The checks in their order; whatever is not one is left out. */
export function readChecks(stored: unknown): Check[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((each: unknown): Check[] => {
    if (typeof each !== 'object' || each === null) return []
    const row = each as Record<string, unknown>
    const name = row['name'] ?? row['code'] ?? row['check']
    if (typeof name !== 'string') return []
    const passed = row['passed']
    return [
      {
        name,
        found: show(row['found'] ?? row['value']),
        limit: show(row['limit']),
        passed: typeof passed === 'boolean' ? passed : null,
      },
    ]
  })
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
