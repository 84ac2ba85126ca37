/** One cell of an answer; what is long is shortened, and a press shows all of it. */

import { useState } from 'react'
import { CopyButton } from '../../../../parts/copy-button.tsx'
import { Button } from '../../../../parts/button.tsx'
import { Dialog } from '../../../../parts/dialog.tsx'
import { exact } from '../../../../text/format.ts'
import { cellText, type AnswerCell as Cell, type CellText } from '../cells/cell-text.ts'
import { millisecondsOf, type CellKind } from '../cells/kinds.ts'

type AnswerCellProps = { cell: Cell; kind: CellKind; column: string }

export function AnswerCell({ cell, kind, column }: AnswerCellProps) {
  const told = cellText(cell, kind)
  const at = kind === 'moment' ? millisecondsOf(String(cell)) : Number.NaN
  const hint = kind === 'number' ? told.whole : Number.isNaN(at) ? undefined : exact(new Date(at))
  return (
    <td
      title={hint}
      className={`h-8 px-2 py-1 whitespace-nowrap first:pl-4 last:pr-4 ${kind === 'number' ? 'text-right' : 'text-left'}`}
    >
      {kind !== 'number' && told.whole !== undefined ? (
        <Long told={told} whole={told.whole} column={column} />
      ) : (
        <span className={told.isAbsent ? 'text-muted italic' : ''}>{told.text}</span>
      )}
    </td>
  )
}

function Long({ told, whole, column }: { told: CellText; whole: string; column: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        title="Show all of it"
        onClick={() => setIsOpen(true)}
        className="text-left hover:text-accent hover:underline"
      >
        {told.text}
      </button>
      {isOpen && (
        <Dialog title={column} onClose={() => setIsOpen(false)}>
          <pre
            tabIndex={0}
            className="mt-3 max-h-[60vh] overflow-auto rounded border border-line bg-ground p-2 text-12 break-words whitespace-pre-wrap"
          >
            {whole}
          </pre>
          <div className="mt-4 flex justify-end gap-2">
            <CopyButton text={whole} />
            <Button look="main" onClick={() => setIsOpen(false)}>
              Close
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
