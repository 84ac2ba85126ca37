/** Signs in by the one-time link that was opened. */

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Me } from '#shared/contracts/api/access-rows.ts'
import { useEnter } from '../../api/me.ts'
import { printedLink } from '../../api/fragment.ts'
import { send } from '../../api/read.ts'
import { Button } from '../button.tsx'
import { Refused } from './refused.tsx'

export function LinkIn({ link, onEntered }: { link: string; onEntered: (me: Me) => void }) {
  const enter = useEnter()
  const used = useRef<string>(undefined)
  const entry = useMutation({
    mutationFn: (secret: string) => send('POST /api/access/link', { body: { link: secret } }),
    onSuccess: (me) => {
      onEntered(me)
      enter(me)
      printedLink.set(undefined)
    },
  })
  const { mutate } = entry
  useEffect(() => {
    // Once: a link that was used is refused.
    if (used.current === link) return
    used.current = link
    mutate(link)
  }, [link, mutate])
  if (!entry.error) {
    return (
      <p role="status" className="mt-5 text-muted">
        Signing in by your one-time link
      </p>
    )
  }
  return (
    <>
      <Refused fault={entry.error} what="The link did not work" />
      <p className="mt-3 text-muted">
        A link works once, and not for long. <code className="text-12">npm run stonks link</code>{' '}
        prints a new one; an admin can make one under Users and roles.
      </p>
      <Button className="mt-5 w-full" onClick={() => printedLink.set(undefined)}>
        Other ways in
      </Button>
    </>
  )
}
