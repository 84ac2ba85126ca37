/** Who is signed in, and the way out. */

import { useMutation } from '@tanstack/react-query'
import { signOut, useMe } from '../api/me.ts'
import { Button } from '../parts/button.tsx'

export function Person() {
  const person = useMe()?.person
  const leave = useMutation({ mutationFn: signOut })
  if (!person) return null
  return (
    <section
      aria-label="Signed in"
      className="mt-auto flex items-center justify-between gap-2 border-t border-line px-2 pt-3 pb-1"
    >
      <p className="min-w-0">
        <span className="block truncate font-medium" title={person.name}>
          {person.name}
        </span>
        <span className="block text-12 text-muted">{person.role}</span>
      </p>
      <Button isSmall disabled={leave.isPending} onClick={() => leave.mutate()}>
        {leave.isError ? 'Try again' : 'Sign out'}
      </Button>
    </section>
  )
}
