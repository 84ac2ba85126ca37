/** Whether the audit is whole: every row is hashed over the one before it. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { brief, count } from '../../../text/format.ts'

export function ChainState() {
  // Asked on a press alone: it reads every row.
  const { data, error, isFetching, refetch } = useQuery({
    ...read('GET /api/audit/chain', {}),
    enabled: false,
    refetchInterval: false,
  })
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-3" role="status">
      <Button isSmall disabled={isFetching} onClick={() => void refetch()}>
        {isFetching ? 'Checking the chain' : 'Check the chain'}
      </Button>
      {error ? (
        <span className="text-down">Not checked: {error.message}</span>
      ) : data?.fault ? (
        <span className="font-medium text-down">
          ▲ Broken{data.fault.auditId !== null && ` at row ${data.fault.auditId}`}:{' '}
          {data.fault.says}
        </span>
      ) : data ? (
        <span>
          <span className="font-medium text-up">● Whole</span>{' '}
          <span className="text-muted">
            {count(data.checked)} {data.checked === 1 ? 'row' : 'rows'} up to hash{' '}
            <span title={data.headHash}>{brief(data.headHash)}</span>
            {data.forgotten > 0 && `, ${count(data.forgotten)} older ones kept as hashes`}
          </span>
        </span>
      ) : (
        <span className="text-muted">Each row is hashed over the one before it.</span>
      )}
    </div>
  )
}
