/**
 * The text of markup of any size, in one pass and without a tree of it.
 *
 * For filings: a bank's report has a million cells, and what tells may stand before or behind them.
 * What is past a bound is left out; what was read until then stands.
 */

import { BLOCKS, CELLS } from './blocks.ts'
import { isHidden } from './hidden.ts'
import { parseMarkup } from './parse-markup.ts'
import type { Attributes } from './scan.ts'
import { pageLimits } from './bounds.ts'
import { DROPPED } from './tree.ts'

export type TextFlow = {
  title: string
  /** In order, none empty; cells of a row stand in one, a tab between two. */
  blocks: string[]
  /** True where a bound ended the reading, or that of a table. */
  isCut: boolean
}

const flowLimits = { charsMax: 6_000_000, tagsMax: 2_000_000, titleMax: 1_000, rowsMax: 3_000 }
/** The attributes that may hide a part. */
const SEEN = new Set(['class', 'style', 'hidden', 'aria-hidden'])
/** So much in one cell is prose that a table lays out, and has paragraphs of its own. */
const CELL_PROSE = 200

/** Reads all that people see, a block each, tables row by row. */
export function readFlow(markup: string): TextFlow {
  const flow: TextFlow = { title: '', blocks: [], isCut: false }
  const sheet = sheetOf(flow)
  parseMarkup(markup, handlerOf(flow, sheet), (attribute) => SEEN.has(attribute))
  sheet.close()
  return flow
}

/** What the text is written on: the open block, and the cells around it. */
function sheetOf(flow: TextFlow) {
  let open = ''
  /** How many cells are open, in each table that holds the next. */
  const cells: number[] = [0]
  const rows = rowCounts()
  const addCell = (step: number) => cells.push(Math.max(0, (cells.pop() ?? 0) + step))
  const close = () => {
    const text = tidyBlock(open)
    if (text !== '') flow.blocks.push(text)
    open = ''
  }
  return {
    close,
    write(text: string) {
      if (!rows.arePast()) open += text.replace(/\s+/g, ' ')
    },
    breakLine() {
      if (!rows.arePast()) open += '\n'
    },
    /** Ends a block; in a cell of few words only a word. */
    breakAt() {
      if (rows.arePast()) return
      const inCell = (cells.at(-1) ?? 0) > 0
      if (inCell && open.length - open.lastIndexOf('\t') <= CELL_PROSE) open += ' '
      else close()
    },
    openTable() {
      close()
      cells.push(0)
      rows.openTable()
    },
    closeTable() {
      close()
      if (cells.length > 1) cells.pop()
      rows.closeTable()
    },
    /** False from the row on that is past what is read of one table. */
    openRow: () => rows.openRow(),
    openCell: () => addCell(1),
    closeCell() {
      addCell(-1)
      if (!rows.arePast()) open += '\t'
    },
  }
}

/** Rows of each open table, and whether one of them has had all that are read of one. */
function rowCounts() {
  const counts: number[] = [0]
  /** How many tables are open from the first on whose rows are past the bound. */
  let past = 0
  return {
    arePast: () => past > 0,
    openTable() {
      if (past > 0) past += 1
      counts.push(0)
    },
    closeTable() {
      if (past > 0) past -= 1
      if (counts.length > 1) counts.pop()
    },
    openRow(): boolean {
      const count = (counts.pop() ?? 0) + 1
      counts.push(count)
      if (past === 0 && counts.length > 1 && count > flowLimits.rowsMax) past = 1
      return past === 0
    },
  }
}

function handlerOf(flow: TextFlow, sheet: ReturnType<typeof sheetOf>) {
  let [depth, droppedAt, tags, chars] = [0, 0, 0, 0]
  let inTitle = false
  let isOver = false
  const bounded = (has: number, most: number) => {
    if (has > most) flow.isCut = isOver = true
    return has
  }
  return {
    goesOn: () => !isOver,
    open(name: string, given: Attributes, count: number, isVoid: boolean) {
      tags = bounded(tags + 1, flowLimits.tagsMax)
      bounded(count, pageLimits.attributesMax)
      if (isOver) return
      if (isVoid) {
        if (droppedAt === 0 && name === 'br') sheet.breakLine()
        else if (droppedAt === 0 && name === 'hr') sheet.breakAt()
        return
      }
      depth = bounded(depth + 1, pageLimits.depthMax)
      if (droppedAt > 0) return
      if (DROPPED.has(name) || isHidden(name, given)) droppedAt = depth
      else if (name === 'title') inTitle = true
      else if (name === 'table') sheet.openTable()
      else if (CELLS.has(name)) sheet.openCell()
      else if (BLOCKS.has(name)) sheet.breakAt()
      if (name === 'tr' && !sheet.openRow()) flow.isCut = true
    },
    text(text: string) {
      if (droppedAt > 0 || isOver) return
      if (inTitle && flow.title.length < flowLimits.titleMax) flow.title += text
      if (inTitle) return
      chars = bounded(chars + text.length, flowLimits.charsMax)
      sheet.write(text)
    },
    close(name: string) {
      if (isOver) return
      if (droppedAt === depth) droppedAt = 0
      else if (droppedAt === 0) {
        if (name === 'title') inTitle = false
        else if (name === 'table') sheet.closeTable()
        else if (CELLS.has(name)) sheet.closeCell()
        else if (BLOCKS.has(name)) sheet.breakAt()
      }
      depth -= 1
    },
  }
}

/** Source line breaks are spaces; a sign of money or a bracket in a cell of its own joins its number. */
function tidyBlock(text: string): string {
  const lines = text.split('\n').map((line) => joinCells(line.split('\t').map(tidyCell)))
  return lines
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

function tidyCell(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim()
}

function joinCells(cells: readonly string[]): string {
  let row = ''
  for (const cell of cells) {
    if (cell === '') continue
    const joins = row === '' || /[$€£¥(]$/.test(row) || /^[)%]+$/.test(cell)
    row += joins ? cell : `\t${cell}`
  }
  return row
}
