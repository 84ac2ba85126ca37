/** A button in a row of a table that makes one change and says where it was refused. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from './button.tsx'

type RowButtonProps = {
  words: string
  /** For those who hear it away from its row. */
  label: string
  isRisky?: boolean
  change: () => Promise<unknown>
}

export function RowButton({ words, label, isRisky = false, change }: RowButtonProps) {
  const client = useQueryClient()
  const press = useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <>
      <Button
        isSmall
        look={isRisky ? 'risky' : 'plain'}
        aria-label={label}
        disabled={press.isPending}
        onClick={() => press.mutate()}
      >
        {words}
      </Button>
      {press.isError && (
        <span role="alert" className="mt-1 block text-12 whitespace-normal text-down">
          {press.error.message}
        </span>
      )}
    </>
  )
}
