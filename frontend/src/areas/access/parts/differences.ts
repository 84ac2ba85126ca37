/** What differs between two states, field by field, in words a person reads. */

export type Difference = { field: string; from: string | undefined; to: string | undefined }

type State = Readonly<Record<string, unknown>> | null

/** Fields whose value differs, nested ones by their path; undefined where a state has none. */
export function differencesOf(before: State, after: State): Difference[] {
  const [from, to] = [flatten(before), flatten(after)]
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((field) => ({ field, from: from.get(field), to: to.get(field) }))
    .filter((found) => found.from !== found.to)
}

function flatten(state: State): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value))
        visit(inner, path === '' ? name : `${path}.${name}`)
    } else if (path !== '') found.set(path, inWords(value))
  }
  visit(state, '')
  return found
}

function inWords(value: unknown): string {
  if (value === null) return 'nothing'
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(inWords).join(', ') || 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
