/** Pauses one stage, with a reason, and lets it go on with one press. */

import type { StagePage } from '#shared/contracts/api/stages.ts'
import { useMayDo } from '../../../api/me.ts'
import { send } from '../../../api/read.ts'
import { useChange } from '../../../api/use-change.ts'
import { Button } from '../../../parts/button.tsx'
import { Refused } from '../../../parts/sign-in/refused.tsx'
import { Action } from '../../../parts/steer/action.tsx'
import { count } from '../../../text/format.ts'

export function PauseStage({ told }: { told: StagePage }) {
  const mayPause = useMayDo('POST /api/stages/:id/pause')
  const { stage } = told.stage
  if (!mayPause) return null
  if (told.pause) return <Resume stage={stage} />
  const consequences = consequencesOf(told)
  const does = `Pause ${stage}`
  return (
    <Action
      words={does}
      look={told.isOfTrading ? 'risky' : 'plain'}
      reason="needed"
      consequences={consequences}
      change={(reason) =>
        send('POST /api/stages/:id/pause', {
          id: stage,
          body: { paused: true, reason },
          says: { does, consequences },
        })
      }
    />
  )
}

function Resume({ stage }: { stage: string }) {
  const resumed = useChange(() =>
    send('POST /api/stages/:id/pause', {
      id: stage,
      body: { paused: false, reason: '' },
      says: { does: `Resume ${stage}`, consequences: [{ what: 'It takes its jobs again.' }] },
    }),
  )
  return (
    <div className="space-y-2">
      <Button look="main" disabled={resumed.isPending} onClick={() => resumed.mutate(undefined)}>
        Resume {stage}
      </Button>
      <Refused fault={resumed.error} what="Nothing changed" />
    </div>
  )
}

function consequencesOf({ stage, isOfTrading }: StagePage) {
  const jobs = (many: number) => `${count(many)} ${many === 1 ? 'job' : 'jobs'}`
  return [
    ...(isOfTrading
      ? [
          {
            what: 'Nothing is bought or sold, and no stop of ours is carried out, until it goes on; stops that rest at the broker are.',
          },
        ]
      : []),
    { what: `${jobs(stage.inFlight)} in flight will finish; nothing new is taken.` },
    {
      what: `${jobs(stage.pending)} waiting, and all that come, wait until it goes on. None is lost.`,
    },
    { what: 'It is shown as paused on every page, with you and your reason.' },
  ]
}
