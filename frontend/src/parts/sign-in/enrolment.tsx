/** After a one-time link or a recovery code: a passkey for the next time, and codes for when it is lost. */

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useEnter, useMe } from '../../api/me.ts'
import { send } from '../../api/read.ts'
import { Button } from '../button.tsx'
import { TextField } from '../field.tsx'
import { enrolPasskey, passkeysFailHere, signInByPasskey } from './passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Refused } from './refused.tsx'

const says = {
  does: 'Make recovery codes',
  consequences: [{ what: 'Codes made before stop working.' }],
}

export function Enrolment({ onDone }: { onDone: () => void }) {
  const [isEnrolled, setIsEnrolled] = useState(false)
  if (isEnrolled) return <FirstCodes onDone={onDone} />
  return <NameKey onEnrolled={() => setIsEnrolled(true)} onLater={onDone} />
}

function NameKey({ onEnrolled, onLater }: { onEnrolled: () => void; onLater: () => void }) {
  const me = useMe()
  const mustEnrol = me?.enrolOnly ?? false
  const [name, setName] = useState(deviceName)
  const enrol = useMutation({
    mutationFn: () => enrolPasskey(name, me?.passkeys ?? 0),
    onSuccess: onEnrolled,
  })
  const failsHere = passkeysFailHere()
  if (failsHere) return <Later why={failsHere} onDone={mustEnrol ? undefined : onLater} />
  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault()
        enrol.mutate()
      }}
    >
      <p className="mb-4 text-muted">
        {mustEnrol
          ? 'The link lets you add a passkey; the passkey then signs you in.'
          : 'You are in. Give this device a passkey, so that you need no link the next time and can confirm what raises risk.'}
      </p>
      <TextField
        name="Name of the key"
        value={name}
        onChange={setName}
        isRequired
        maxLength={100}
        hint="So that you know it again in your list of keys."
      />
      <Button look="main" type="submit" className="mt-4 w-full" disabled={enrol.isPending}>
        Add a passkey
      </Button>
      <Refused fault={enrol.error} what="No key was added" />
      {!mustEnrol && (
        <Button className="mt-2 w-full" onClick={onLater}>
          Not now
        </Button>
      )}
      {mustEnrol && me && me.passkeys > 0 && <KeyOnceMore onDone={onLater} />}
    </form>
  )
}

/** For somebody whose link was made although they have a key. */
function KeyOnceMore({ onDone }: { onDone: () => void }) {
  const enter = useEnter()
  const signIn = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: (me) => {
      enter(me)
      onDone()
    },
  })
  return (
    <>
      <Button className="mt-2 w-full" disabled={signIn.isPending} onClick={() => signIn.mutate()}>
        Sign in with a key you have
      </Button>
      <Refused fault={signIn.error} what="Not signed in" />
    </>
  )
}

/** The key is there. Where the link let its person do no more, the key signs them in first. */
function FirstCodes({ onDone }: { onDone: () => void }) {
  const enter = useEnter()
  const mustSignIn = useMe()?.enrolOnly ?? false
  const make = useMutation({
    mutationFn: async () => {
      if (mustSignIn) enter(await signInByPasskey())
      return send('POST /api/access/recovery-codes', { says })
    },
  })
  if (make.data) return <RecoveryCodes codes={make.data.codes} onDone={onDone} />
  return (
    <>
      <p className="mt-4 text-muted">
        Your key is added. {mustSignIn && 'Sign in with it. '}Now make recovery codes: each signs
        you in once, when your keys are lost.
      </p>
      <Button
        look="main"
        className="mt-5 w-full"
        disabled={make.isPending}
        onClick={() => make.mutate()}
      >
        {mustSignIn ? 'Sign in and make recovery codes' : 'Make recovery codes'}
      </Button>
      <Refused fault={make.error} what="No codes were made" />
      {!mustSignIn && (
        <Button className="mt-2 w-full" onClick={onDone}>
          Go on without
        </Button>
      )}
    </>
  )
}

function Later({ why, onDone }: { why: string; onDone: (() => void) | undefined }) {
  return (
    <>
      <p role="status" className="mt-5 text-warn">
        {why}
      </p>
      {onDone && (
        <>
          <p className="mt-2 text-muted">
            You are signed in until this session ends; then a new one-time link lets you in.
          </p>
          <Button look="main" className="mt-5 w-full" onClick={onDone}>
            Go on
          </Button>
        </>
      )}
    </>
  )
}

/** A first name for the key: the machine it most likely lives on. */
function deviceName(): string {
  const [found] = /Android|iPhone|iPad|Macintosh|Windows|CrOS|Linux/.exec(navigator.userAgent) ?? []
  return found === undefined ? 'This device' : found === 'Macintosh' ? 'Mac' : found
}
