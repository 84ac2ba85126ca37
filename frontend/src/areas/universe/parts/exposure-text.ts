/** Regions and words of an exposure profile as a person writes them, and back. */

/** `US 40 %`, a line each. */
export function regionsToText(regions: Readonly<Record<string, number>>): string {
  return Object.entries(regions)
    .map(([region, share]) => `${region} ${Math.round(share * 10_000) / 100} %`)
    .join('\n')
}

/** Lines of a region and its percentage; a line without one is a share that is no number, which is refused. */
export function textToRegions(text: string): Record<string, number> {
  return Object.fromEntries(
    linesOf(text).map((line): [string, number] => {
      const [, region = line, share = ''] = /^(.*?)[\s:=]+([\d.]+)\s*%?$/.exec(line) ?? []
      return [region.trim(), share === '' ? Number.NaN : Number(share) / 100]
    }),
  )
}

/** Words, between commas or on lines of their own. */
export function textToWords(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
