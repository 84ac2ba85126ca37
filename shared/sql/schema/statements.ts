/** Takes SQL apart into its statements, for those that PostgreSQL takes only one at a time. */

/** A piece that may hold a semicolon which ends nothing, or a single character. */
const PIECE =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([a-z_]\w*)?\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?\*\/|[^]/gi

/** Each without its semicolon; comments alone are no statement. */
export function statementsOf(text: string): string[] {
  const statements: string[] = []
  let statement = ''
  let hasWords = false
  const end = () => {
    if (hasWords) statements.push(statement.trim())
    statement = ''
    hasWords = false
  }
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === ';') {
      end()
      continue
    }
    statement += piece
    hasWords ||= !/^(?:--|\/\*|\s)/.test(piece)
  }
  end()
  return statements
}
