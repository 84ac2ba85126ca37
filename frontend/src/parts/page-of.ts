/** Rows of a long list, a page at a time. */

export type RowPage<Row> = {
  rows: readonly Row[]
  /** From 0; the last one where fewer rows are left than before. */
  page: number
  pages: number
  /** Places of the first and the last row shown, from 1. */
  from: number
  to: number
}

export function pageOf<Row>(rows: readonly Row[], asked: number, size: number): RowPage<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const page = Math.min(Math.max(0, asked), pages - 1)
  const shown = rows.slice(page * size, (page + 1) * size)
  const before = page * size
  return {
    rows: shown,
    page,
    pages,
    from: before + Math.min(1, shown.length),
    to: before + shown.length,
  }
}
