/** HTML by parts: all text is escaped, and only what was made here is taken as it is. */

/** Markup that was made here; nothing else is. */
export type Markup = { readonly html: string }

type Part = Markup | string | number | null | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A tagged template: what is put in is escaped, unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let html = strings[0] ?? ''
  for (const [place, part] of parts.entries()) html += textOf(part) + (strings[place + 1] ?? '')
  return { html }
}

function textOf(part: Part): string {
  if (part === null) return ''
  if (Array.isArray(part)) return (part as readonly Part[]).map(textOf).join('')
  if (typeof part === 'object') return (part as Markup).html
  return escaped(String(part))
}

/** Characters that no HTML may hold become the one that stands for them. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
}

export type HtmlColumn<Row> = { head: string; cell: (row: Row) => Part; isNumber?: boolean }

/** A table, or words where there is no row. */
export function htmlTable<Row>(
  rows: readonly Row[],
  columns: readonly HtmlColumn<Row>[],
  none: string,
): Markup {
  if (rows.length === 0) return markup`<p class="none">${none}</p>`
  const heads = columns.map(({ head, isNumber }) =>
    isNumber
      ? markup`<th class="n" scope="col">${head}</th>`
      : markup`<th scope="col">${head}</th>`,
  )
  const lines = rows.map((row) => {
    const cells = columns.map(({ cell, isNumber }) =>
      isNumber ? markup`<td class="n">${cell(row)}</td>` : markup`<td>${cell(row)}</td>`,
    )
    return markup`<tr>${cells}</tr>`
  })
  return markup`<div class="scroll" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table></div>`
}
