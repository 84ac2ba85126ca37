/** Rows of text as columns under headings. */

/** Every column as wide as its widest cell; numbers to the right. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const all = [headings, ...rows].map((row) => row.map(String))
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  )
  const isNumeric = headings.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number'),
  )
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
