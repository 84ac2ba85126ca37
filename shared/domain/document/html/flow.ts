/**
 * The text of markup of any size, in one pass and without a tree of it.
 *
 * For filings: a bank's report has a million cells, and what tells may stand before or behind them.
 * What is past a bound is left out; what was read until then stands.
 */

import { Parser } from 'htmlparser2'
import { BLOCKS, CELLS } from './blocks.ts'
import { isHidden } from './hidden.ts'
import { DROPPED, pageLimits, VOID } from './tree.ts'

export type Flow = {
  title: string
  /** In order, none empty; cells of a row stand in one, a tab between two. */
  blocks: string[]
  /** True where a bound ended the reading. */
  isCut: boolean
}

const flowLimits = { charsMax: 6_000_000, tagsMax: 2_000_000, titleMax: 1_000 }
const PIECE = 65_536
/** So much in one cell is prose that a table lays out, and has paragraphs of its own. */
const CELL_PROSE = 200

/** Reads all that people see, a block each, tables row by row. */
export function readFlow(markup: string): Flow {
  const { flow, handler, end } = flowOf()
  const parser = new Parser(handler, { decodeEntities: true, recognizeSelfClosing: false })
  for (let at = 0; at < markup.length && !flow.isCut; at += PIECE)
    parser.write(markup.slice(at, at + PIECE))
  if (!flow.isCut) parser.end()
  end()
  return flow
}

function flowOf() {
  const flow: Flow = { title: '', blocks: [], isCut: false }
  let open = ''
  let [depth, droppedAt, tags, chars, attributes] = [0, 0, 0, 0, 0]
  let inTitle = false
  /** How many cells are open, in each table that holds the next. */
  const cells: number[] = [0]
  const inCell = () => (cells.at(-1) ?? 0) > 0
  const close = () => {
    const text = tidyBlock(open)
    if (text !== '') flow.blocks.push(text)
    open = ''
  }
  const breakAt = () => {
    if (!inCell() || open.length - open.lastIndexOf('\t') > CELL_PROSE) close()
    else open += ' '
  }
  const count = (step: number, has: number, most: number) => {
    if (has + step > most) flow.isCut = true
    return has + step
  }
  const handler = {
    onopentagname() {
      attributes = 0
      tags = count(1, tags, flowLimits.tagsMax)
    },
    onattribute() {
      attributes = count(1, attributes, pageLimits.attributesMax)
    },
    onopentag(name: string, given: Record<string, string>) {
      if (flow.isCut) return
      if (VOID.has(name)) {
        if (droppedAt === 0 && name === 'br') open += '\n'
        else if (droppedAt === 0 && name === 'hr') breakAt()
        return
      }
      depth = count(1, depth, pageLimits.depthMax)
      if (droppedAt > 0) return
      if (DROPPED.has(name) || isHidden(name, given)) {
        droppedAt = depth
        return
      }
      if (name === 'title') inTitle = true
      if (name === 'table') {
        close()
        cells.push(0)
      } else if (CELLS.has(name)) cells.push((cells.pop() ?? 0) + 1)
      else if (BLOCKS.has(name)) breakAt()
    },
    ontext(text: string) {
      if (droppedAt > 0 || flow.isCut) return
      if (inTitle) {
        if (flow.title.length < flowLimits.titleMax) flow.title += text
        return
      }
      chars = count(text.length, chars, flowLimits.charsMax)
      open += text.replace(/\s+/g, ' ')
    },
    onclosetag(name: string) {
      if (VOID.has(name) || flow.isCut) return
      if (droppedAt === 0) {
        if (name === 'title') inTitle = false
        if (name === 'table') {
          close()
          if (cells.length > 1) cells.pop()
        } else if (CELLS.has(name)) {
          cells.push(Math.max(0, (cells.pop() ?? 0) - 1))
          open += '\t'
        } else if (BLOCKS.has(name)) breakAt()
      } else if (droppedAt === depth) droppedAt = 0
      depth -= 1
    },
  }
  return { flow, handler, end: close }
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
