/** Who may come in, and what each may do. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Invitation, PersonRow } from '#shared/contracts/api/access-rows.ts'
import { useMayDo } from '../../../api/me.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { ChangePerson } from '../parts/change-person.tsx'
import { NotYours } from '../../../parts/not-yours.tsx'
import { InvitePerson } from '../parts/invite-person.tsx'
import { PersonTable } from '../parts/person-table.tsx'
import { ShownOnce } from '../parts/shown-once.tsx'

export function PeoplePage() {
  const mayRead = useMayDo('GET /api/access/people')
  const mayInvite = useMayDo('POST /api/access/people')
  const people = useQuery({ ...read('GET /api/access/people', {}), enabled: mayRead })
  const [isInviting, setIsInviting] = useState(false)
  const [invitation, setInvitation] = useState<Invitation>()
  const [changing, setChanging] = useState<PersonRow>()
  if (!mayRead) return <NotYours what="Users and roles" role="an admin" />
  return (
    <>
      <h1 className="sr-only">Users and roles</h1>
      <Panel
        title="Users and roles"
        query={people}
        rows={4}
        aside={
          mayInvite && (
            <Button isSmall look="main" onClick={() => setIsInviting(true)}>
              Invite a person
            </Button>
          )
        }
      >
        {(rows) => <PersonTable rows={rows} onChange={setChanging} onInvitation={setInvitation} />}
      </Panel>
      {isInviting && (
        <InvitePerson
          onClose={() => setIsInviting(false)}
          onInvited={(made) => {
            setIsInviting(false)
            setInvitation(made)
          }}
        />
      )}
      {changing && <ChangePerson person={changing} onClose={() => setChanging(undefined)} />}
      {invitation && (
        <ShownOnce
          title={`A way in for ${invitation.person.name}`}
          name="One-time link"
          secret={invitation.url}
          onClose={() => setInvitation(undefined)}
        >
          Give it to {invitation.person.name} over a channel you trust: whoever opens it first is
          signed in as {invitation.person.role}. It works once.
        </ShownOnce>
      )}
    </>
  )
}
