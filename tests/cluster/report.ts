/** What a proof showed, gathered as it runs and written into docs/cluster-proof.md. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './place.ts'
import type { Mode } from './values.ts'

const FILE = join(ROOT, 'docs/cluster-proof.md')

export type Finding = { what: string; wanted: string; found: string }
export type Report = {
  add(mode: Mode, finding: Finding): void
  /** Writes the tables of the modes that ran; another mode's, of an earlier run, is left. */
  write(header: Record<string, string>): void
}

export function openReport(): Report {
  const found = new Map<Mode, Finding[]>()
  return {
    add(mode, finding) {
      found.set(mode, [...(found.get(mode) ?? []), finding])
      console.log(`  ${mode}: ${finding.what}: ${finding.found} (wanted ${finding.wanted})`)
    },
    write(header) {
      let text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
      for (const [mode, findings] of found)
        text = replaceSection(text, mode, table(findings, header))
      if (found.size > 0) writeFileSync(FILE, text)
    },
  }
}

function table(findings: readonly Finding[], header: Record<string, string>): string {
  const about = Object.entries(header).map(([key, value]) => `${key} ${value}`)
  const rows = findings.map(({ what, wanted, found }) => `| ${what} | ${wanted} | ${found} |`)
  return [about.join('; ') + '.', '', '| what | wanted | found |', '|---|---|---|', ...rows].join(
    '\n',
  )
}

/** Between `<!-- kpa -->` and `<!-- /kpa -->`. */
function replaceSection(text: string, mode: Mode, body: string): string {
  const [open, close] = [`<!-- ${mode} -->`, `<!-- /${mode} -->`]
  const start = text.indexOf(open)
  const end = text.indexOf(close)
  if (start < 0 || end < start)
    throw new Error(`Write ${FILE}: it has no place between "${open}" and "${close}"`)
  return `${text.slice(0, start + open.length)}\n\n${body}\n\n${text.slice(end)}`
}
