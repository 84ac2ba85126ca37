/** The ways in: a passkey, the company's sign-in, a recovery code. */

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useCell } from '../../api/cell.ts'
import { companyRefusal } from '../../api/fragment.ts'
import { useEnter, useMe } from '../../api/me.ts'
import { Button } from '../button.tsx'
import { addressByName, passkeysFailHere, signInByPasskey } from './passkey.ts'
import { RecoveryForm } from './recovery-form.tsx'
import { Refused } from './refused.tsx'
import { Code } from '../words.tsx'

export function WaysIn({ onRecovered }: { onRecovered: () => void }) {
  const enter = useEnter()
  const ways = useMe()?.ways
  const refusal = useCell(companyRefusal)
  const [hasLostKey, setHasLostKey] = useState(false)
  const passkey = useMutation({ mutationFn: signInByPasskey, onSuccess: enter })
  if (hasLostKey)
    return <RecoveryForm onRecovered={onRecovered} onBack={() => setHasLostKey(false)} />
  const failsHere = passkeysFailHere()
  return (
    <>
      <div className="mt-5 space-y-2">
        {ways?.passkey !== false && !failsHere && (
          <Button
            look="main"
            className="w-full"
            disabled={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {passkey.isPending ? 'Asking for your passkey' : 'Sign in with a passkey'}
          </Button>
        )}
        {failsHere && <NoPasskeys why={failsHere} />}
        {ways?.oidc && (
          <Button className="w-full" onClick={() => location.assign('/api/access/oidc/start')}>
            Sign in with {ways.oidc}
          </Button>
        )}
      </div>
      <Refused fault={passkey.error} what="Not signed in" />
      {refusal !== undefined && !passkey.error && (
        <p role="alert" className="mt-3 text-down">
          Not signed in: <Code code={refusal} />
        </p>
      )}
      <p className="mt-5 text-muted">
        Lost your key?{' '}
        <button type="button" className="link" onClick={() => setHasLostKey(true)}>
          Use a recovery code
        </button>
      </p>
      <p className="mt-2 text-muted">
        Never been here? Open the one-time link that was printed where the product started, or that
        an admin gave you. <code className="text-12">npm run stonks link</code> prints a new one.
      </p>
    </>
  )
}

function NoPasskeys({ why }: { why: string }) {
  const address = addressByName()
  return (
    <p role="status" className="text-warn">
      {why}{' '}
      {address && (
        <a href={address} className="link">
          Open this page by its name
        </a>
      )}
    </p>
  )
}
