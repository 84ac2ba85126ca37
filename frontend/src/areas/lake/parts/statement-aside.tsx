/** Beside a statement: which engine answers it, where there are two, and a fresh start. */

import type { LakeAnswer } from '#shared/contracts/api/lake.ts'
import { Button } from '../../../parts/button.tsx'
import { Choices } from '../../../parts/choices.tsx'

const ENGINES = [
  ['duckdb', 'DuckDB'],
  ['trino', 'Trino'],
] as const
type Engine = (typeof ENGINES)[number][0]

type StatementAsideProps = {
  engines: LakeAnswer['engines']
  engine: Engine
  onEngine: (engine: Engine) => void
  onBegin: () => void
}

export function StatementAside({ engines, engine, onEngine, onBegin }: StatementAsideProps) {
  return (
    <span className="flex items-center gap-4">
      {(engines.length > 1 || engine === 'trino') && (
        <Choices label="Engine" choices={ENGINES} chosen={engine} onChoose={onEngine} />
      )}
      <Button isSmall onClick={onBegin}>
        New question
      </Button>
    </span>
  )
}
