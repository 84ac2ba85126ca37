/** The parts that an impact on a company is made of, by name: in an order, in words. */

type WithComponents = { components: Readonly<Record<string, unknown>> }

const NAMES: Readonly<Record<string, string>> = {
  severity: 'Severity',
  overlap: 'Overlap',
  geography: 'Geography',
  supply: 'Supply',
  commodity: 'Commodity',
  sector: 'Sector share',
  tier: 'Reach',
  confidence: 'Confidence',
}

/** Those that rows have: the known ones first, in the order of the formula. */
export function componentNames(rows: readonly WithComponents[]): string[] {
  const found = new Set(rows.flatMap(({ components }) => Object.keys(components)))
  const known = Object.keys(NAMES).filter((name) => found.has(name))
  return [...known, ...[...found].filter((name) => !(name in NAMES)).sort()]
}

export function nameOfComponent(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim()
  return NAMES[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** A number with two decimals, words joined; what is not there is a dash. */
export function componentText(value: unknown): string {
  if (typeof value === 'number') return value.toFixed(2)
  if (typeof value === 'string') return value || '–'
  if (Array.isArray(value)) return value.map(String).join(', ') || '–'
  return value === undefined || value === null ? '–' : JSON.stringify(value)
}

/** Those that are not nothing, in words. */
export function componentsInWords(components: Readonly<Record<string, unknown>>): string {
  return componentNames([{ components }])
    .filter((name) => components[name] !== 0)
    .map((name) => `${nameOfComponent(name).toLowerCase()} ${componentText(components[name])}`)
    .join(', ')
}
