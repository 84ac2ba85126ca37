/** The statement, the press that asks it, and what was refused. */

import type { ReactNode, Ref } from 'react'
import type { LakeTableRow, QuestionRow } from '#shared/contracts/api/lake.ts'
import { Button } from '../../../parts/button.tsx'
import { When } from '../../../parts/figures.tsx'
import { Card } from './ask/card.tsx'
import { StatementEditor, type EditorHandle } from './editor/statement-editor.tsx'
import { Elapsed } from './ask/elapsed.tsx'
import type { AskingState } from './ask/use-asking.ts'

type StatementPanelProps = {
  opened: QuestionRow | undefined
  /** The address names a question that is not there. */
  isMissing: boolean
  /** The statement came by a link: nothing is asked before its reader presses. */
  isUnasked: boolean
  statement: string
  onType: (statement: string) => void
  onAsk: (statement: string) => void
  onGiveUp: () => void
  state: AskingState
  tables: readonly LakeTableRow[]
  editor: Ref<EditorHandle>
  aside: ReactNode
  actions: ReactNode
}

export function StatementPanel(props: StatementPanelProps) {
  const { opened, statement, state, actions } = props
  const isRunning = state.is === 'running'
  return (
    <Card title={<Title opened={opened} statement={statement} />} aside={props.aside}>
      {opened && <About row={opened} />}
      {props.isMissing && (
        <p role="status" className="px-4 pb-2 text-warn">
          The question of this address is no longer kept.
        </p>
      )}
      <div className="px-4 pb-3">
        <StatementEditor
          value={statement}
          onChange={props.onType}
          onAsk={props.onAsk}
          tables={props.tables}
          handle={props.editor}
        />
        {state.is === 'refused' && (
          <div role="alert" className="mt-2 rounded border border-down/50 px-3 py-2 text-down">
            <p className="font-medium">It was not answered</p>
            <p className="font-mono text-12 break-words whitespace-pre-wrap">
              {state.fault.message}
            </p>
          </div>
        )}
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {isRunning ? (
            <>
              <Button look="main" onClick={props.onGiveUp}>
                Cancel
              </Button>
              <span role="status" className="text-muted">
                Asking … <Elapsed key={state.since} since={state.since} />
              </span>
            </>
          ) : (
            <Button
              look="main"
              disabled={statement.trim() === ''}
              onClick={() => props.onAsk(statement)}
            >
              Ask
            </Button>
          )}
          {props.isUnasked && (
            <span role="status" className="text-muted">
              This statement came with the link. Nothing was asked yet.
            </span>
          )}
          {state.is === 'given up' && (
            <span role="status" className="text-muted">
              Given up after {state.seconds.toFixed(1)} s
            </span>
          )}
          {!isRunning && !props.isUnasked && (
            <span className="hidden text-12 text-muted md:inline">
              Ctrl Enter asks, Ctrl Space completes
            </span>
          )}
          {actions}
        </div>
      </div>
    </Card>
  )
}

function Title({ opened, statement }: Pick<StatementPanelProps, 'opened' | 'statement'>) {
  if (!opened) return 'A question of your own'
  return (
    <>
      {opened.name}
      {statement !== opened.statement && (
        <span className="ml-2 text-12 font-normal text-muted">changed</span>
      )}
    </>
  )
}

/** What it answers; of one that people keep, whose it is. */
function About({ row: { says, changedBy, changedAt } }: { row: QuestionRow }) {
  if (!says && changedAt === null) return null
  return (
    <p className="max-w-prose px-4 pb-2 text-muted">
      {says}
      {changedAt !== null && (
        <span className="block text-12">
          Kept by {changedBy ?? 'somebody'}, <When at={changedAt} />
        </span>
      )}
    </p>
  )
}
