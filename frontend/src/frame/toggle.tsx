/** The switch of the whole pipeline: one press, one confirmation that says what will happen. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { useMayDo } from '../api/me.ts'
import { send } from '../api/read.ts'
import { count } from '../text/format.ts'
import type { Overview } from '#shared/contracts/api/overview.ts'

export function Toggle({ told }: { told: Overview }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const { enabled } = told.pipeline.switch
  const mayTurn = useMayDo('POST /api/pipeline/toggle')
  const change = useMutation({
    mutationFn: () =>
      send('POST /api/pipeline/toggle', {
        body: { enabled: !enabled, reason },
        says: {
          does: enabled ? 'Pause pipeline' : 'Resume pipeline',
          consequences: [
            { what: 'The pipeline', from: stateOf(enabled), to: stateOf(!enabled) },
            ...consequences(told).map((what) => ({ what })),
          ],
        },
      }),
    // Closed first: the new state must not turn the question around under a person's finger.
    onSuccess: () => {
      dialog.current?.close()
      setReason('')
      return client.invalidateQueries()
    },
  })
  if (!mayTurn) return null
  return (
    <>
      <button
        type="button"
        onClick={() => {
          change.reset()
          dialog.current?.showModal()
        }}
        className={`h-8 rounded border px-2 md:px-2.5 font-medium whitespace-nowrap ${enabled ? 'border-line hover:border-accent hover:text-accent' : 'border-accent bg-accent text-on-accent'}`}
      >
        {enabled ? 'Pause' : 'Resume'}
        <span className="hidden xl:inline"> pipeline</span>
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={heading}
        className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg border border-line bg-surface p-5 text-text shadow-lg"
      >
        <h2 id={heading} className="text-16 font-semibold">
          {enabled ? 'Pause the pipeline?' : 'Resume the pipeline?'}
        </h2>
        <ul className="mt-3 list-disc space-y-1 pl-5">
          {consequences(told).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <form
          className="mt-4"
          onSubmit={(event) => {
            event.preventDefault()
            change.mutate()
          }}
        >
          <label className="block text-12 text-muted">
            Reason, kept in the audit trail
            <input
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              maxLength={200}
              className="mt-1 block h-9 w-full rounded border border-line bg-ground px-2 text-14 text-text"
            />
          </label>
          {change.isError && (
            <p role="alert" className="mt-3 text-down">
              Nothing changed: {change.error.message}
            </p>
          )}
          <div className="mt-4 flex justify-end gap-2">
            <button
              type="button"
              onClick={() => dialog.current?.close()}
              className="h-9 rounded border border-line px-3 font-medium"
            >
              Leave as it is
            </button>
            <button
              type="submit"
              disabled={change.isPending}
              className="h-9 rounded bg-accent px-3 font-semibold text-on-accent disabled:opacity-60"
            >
              {enabled ? 'Pause pipeline' : 'Resume pipeline'}
            </button>
          </div>
        </form>
      </dialog>
    </>
  )
}

const stateOf = (enabled: boolean) => (enabled ? 'on' : 'off')

/** What the press will do, in numbers. */
function consequences({ pipeline, openOrders, money }: Overview): string[] {
  const jobs = (n: number) => `${count(n)} ${n === 1 ? 'job' : 'jobs'}`
  const held = money?.openPositions ?? 0
  if (pipeline.switch.enabled) {
    return [
      `${jobs(pipeline.inFlight)} in flight will finish.`,
      `${jobs(pipeline.pending)} waiting will stay where they are; none is lost.`,
      'No new order will reach the broker.',
      `${count(openOrders)} open ${openOrders === 1 ? 'order stays' : 'orders stay'} at the broker, ${count(held)} ${held === 1 ? 'position stays' : 'positions stay'} held without new exits.`,
    ]
  }
  return [
    `${jobs(pipeline.pending)} waiting will be worked on again, oldest first.`,
    'New orders may reach the broker.',
    `${jobs(pipeline.dead)} in dead letters will stay there until replayed.`,
  ]
}
