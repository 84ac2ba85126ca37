/** What says whether money is real, which two contradict each other, and a person's word for it. */

import { useState, type ReactNode } from 'react'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import type { EngineState } from '#shared/contracts/api/engine.ts'
import type { Status } from './standing-panel.tsx'

type RealMoney = EngineState['realMoney']
type Claim = RealMoney['claims'][number]

const sources: Readonly<Record<Claim['source'], string>> = {
  setting: 'Setting',
  address: 'Broker’s address',
  key: 'Key',
  account: 'Account',
}

export function RealMoneyPanel({ status }: { status: Status }) {
  return (
    <Panel title="Whether money is real" query={status} rows={4}>
      {({ realMoney }) => (
        <>
          <dl className="px-4 pb-3">
            {realMoney.claims.map((claim) => (
              <Line key={claim.source} name={sources[claim.source]}>
                {claim.found}{' '}
                <span className={isOdd(realMoney, claim) ? 'text-down' : 'text-muted'}>
                  says {claim.mode ?? 'neither'}
                </span>
              </Line>
            ))}
            <Line name="Build of the engine">{realMoney.build || 'not told'}</Line>
          </dl>
          {realMoney.claims.length === 0 && (
            <p className="px-4 pb-3 text-muted">The engine has not looked yet.</p>
          )}
          {realMoney.disagreements.map(({ says }) => (
            <p key={says} className="border-t border-line px-4 py-2 font-medium text-down">
              {says}
            </p>
          ))}
          <Consent of={realMoney} />
          <Builds of={realMoney} />
        </>
      )}
    </Panel>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 border-b border-line py-1.5 last:border-0">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  )
}

const isOdd = ({ disagreements }: RealMoney, { source }: Claim) =>
  disagreements.some(({ sources: those }) => those.includes(source))

const isLive = ({ claims, disagreements }: RealMoney) =>
  disagreements.length === 0 && claims.length > 0 && claims.every(({ mode }) => mode === 'live')

function Consent({ of }: { of: RealMoney }) {
  const [mayGive, mayTake] = [
    useMayDo('POST /api/trading/consent'),
    useMayDo('POST /api/trading/consent/withdraw'),
  ]
  if (of.consent)
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2">
        <p className="min-w-0 flex-1 basis-60">
          {of.consent.by} consented to real money in account {of.accountNumber}{' '}
          <When at={of.consent.at} />: {of.consent.reason}
        </p>
        {mayTake && <Withdraw />}
      </div>
    )
  if (!isLive(of)) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2">
      <p className="min-w-0 flex-1 basis-60 text-warn">
        Nobody has consented to real money in account {of.accountNumber} by this build.
      </p>
      {mayGive && <Give of={of} />}
    </div>
  )
}

function Give({ of }: { of: RealMoney }) {
  const [account, setAccount] = useState('')
  const does = 'Consent to real money'
  const consequences = [
    { what: 'Mode', from: 'disabled', to: 'live' },
    {
      what: `Account ${of.accountNumber} is traded with by build ${of.build || 'not told'}; each entry waits for an approval.`,
    },
    { what: 'Another account or another build asks anew.' },
  ]
  return (
    <Action
      words={does}
      look="risky"
      reason="needed"
      isReady={account.trim() === of.accountNumber}
      consequences={consequences}
      change={(reason) =>
        send('POST /api/trading/consent', {
          body: { account: account.trim(), build: of.build, reason },
          says: { does, consequences },
        })
      }
    >
      <TextField
        name="Account number, as above"
        value={account}
        onChange={setAccount}
        isRequired
        hint="Typed out, so that it is the one you mean."
      />
    </Action>
  )
}

function Withdraw() {
  return (
    <Action
      words="Withdraw consent"
      look="risky"
      reason="needed"
      consequences={[
        { what: 'Mode', from: 'live', to: 'disabled' },
        { what: 'Nothing leaves but cancels: no stop sells until someone consents again.' },
      ]}
      change={(reason) => send('POST /api/trading/consent/withdraw', { body: { reason } })}
    />
  )
}

/** Parts that send orders and run another build than the engine. */
function Builds({ of }: { of: RealMoney }) {
  const mayAccept = useMayDo('POST /api/trading/builds/accept')
  const others = of.builds.filter(({ build }) => build !== of.build)
  return others.map(({ part, build, since, acceptedBy }) => {
    const does = `Accept the build of ${part}`
    const consequences = [
      { what: `${part} runs ${build || 'no named build'}, the engine ${of.build || 'none'}.` },
      { what: 'Entries leave though they differ, until either is deployed again.' },
    ]
    return (
      <div
        key={part}
        className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-2"
      >
        <p className="min-w-0 flex-1 basis-60">
          {part} runs build {build || 'not told'} since <When at={since} />
          {acceptedBy ? `, accepted by ${acceptedBy}` : ': entries wait'}
        </p>
        {!acceptedBy && mayAccept && (
          <Action
            words={does}
            brief="Accept this build"
            isSmall
            reason="needed"
            consequences={consequences}
            change={(reason) =>
              send('POST /api/trading/builds/accept', {
                body: { part, build, reason },
                says: { does, consequences },
              })
            }
          />
        )}
      </div>
    )
  })
}
