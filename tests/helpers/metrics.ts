/** Reads Prometheus' text format, as strictly as the product writes it. */

const LINE = /^([a-z_:]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})?) (-?[0-9.e+-]+)$/

/** Every series as written, with its value; throws on a line that is none, or a series told twice. */
export function numbersOf(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of text.trimEnd().split('\n')) {
    if (/^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (gauge|counter))$/.test(line)) continue
    const [, series, value] = LINE.exec(line) ?? []
    if (series === undefined || found.has(series)) throw new Error(`Read metrics: ${line}`)
    found.set(series, Number(value))
  }
  return found
}

/** The names that have a series, each once. */
export function namesOf(text: string): string[] {
  return [...new Set([...numbersOf(text).keys()].map((series) => series.split('{')[0]!))]
}
