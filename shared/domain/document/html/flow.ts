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
import { DROPPED, pageLimits } from './tree.ts'

export type TextFlow = {
  title: string
  /** In order, none empty; cells of a row stand in one, a tab between two. */
  blocks: string[]
  /** True where a bound ended the reading. */
  isCut: boolean
}

const flowLimits = { charsMax: 6_000_000, tagsMax: 2_000_000, titleMax: 1_000 }
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
  const addCell = (step: number) => cells.push(Math.max(0, (cells.pop() ?? 0) + step))
  const close = () => {
    const text = tidyBlock(open)
    if (text !== '') flow.blocks.push(text)
    open = ''
  }
  return {
    close,
    write(text: string) {
      open += text
    },
    /** Ends a block; in a cell of few words only a word. */
    breakAt() {
      const inCell = (cells.at(-1) ?? 0) > 0
      if (inCell && open.length - open.lastIndexOf('\t') <= CELL_PROSE) open += ' '
      else close()
    },
    openTable() {
      close()
      cells.push(0)
    },
    closeTable() {
      close()
      if (cells.length > 1) cells.pop()
    },
    openCell: () => addCell(1),
    closeCell() {
      addCell(-1)
      open += '\t'
    },
  }
}

function handlerOf(flow: TextFlow, sheet: ReturnType<typeof sheetOf>) {
  let [depth, droppedAt, tags, chars] = [0, 0, 0, 0]
  let inTitle = false
  const bounded = (has: number, most: number) => {
    if (has > most) flow.isCut = true
    return has
  }
  return {
    goesOn: () => !flow.isCut,
    open(name: string, given: Attributes, count: number, isVoid: boolean) {
      tags = bounded(tags + 1, flowLimits.tagsMax)
      bounded(count, pageLimits.attributesMax)
      if (flow.isCut) return
      if (isVoid) {
        if (droppedAt === 0 && name === 'br') sheet.write('\n')
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
    },
    text(text: string) {
      if (droppedAt > 0 || flow.isCut) return
      if (inTitle && flow.title.length < flowLimits.titleMax) flow.title += text
      if (inTitle) return
      chars = bounded(chars + text.length, flowLimits.charsMax)
      sheet.write(text.replace(/\s+/g, ' '))
    },
    close(name: string) {
      if (flow.isCut) return
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
