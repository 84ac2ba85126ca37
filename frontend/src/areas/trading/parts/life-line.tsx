/** An order's life line: one chain from raw bytes to fill, each link with the state of its check. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../../api/read.ts'
import { shares } from '../../../text/format.ts'
import type { Explanation } from '#shared/contracts/api/explanation.ts'
import type { LinkName } from '#shared/contracts/api/explanation.ts'
import { LinkDetails } from './link-details.tsx'
import { Panel } from '../../../parts/panel.tsx'

type Filled = { quantity: string; filledQuantity: string }

/** In the data's way: what came in first stands first. */
const stations: readonly { link: LinkName; name: string }[] = [
  { link: 'raw_object', name: 'Raw bytes' },
  { link: 'document', name: 'Document' },
  { link: 'normalized_text', name: 'Text' },
  { link: 'quote', name: 'Quotes' },
  { link: 'extraction', name: 'Reading' },
  { link: 'signal', name: 'Signals' },
  { link: 'trend', name: 'Trend' },
  { link: 'recommendation', name: 'Brief' },
  { link: 'entry_decision', name: 'Entry' },
  { link: 'decision', name: 'Decision' },
  { link: 'risk_evaluation', name: 'Risk' },
  { link: 'order', name: 'Order' },
]

export function LifeLine({ orderId, filled }: { orderId: string; filled: Filled | undefined }) {
  const query = useQuery({
    ...read('GET /api/orders/:id/explain', { id: orderId }),
    // Checks every link anew, so it is asked for once a look.
    refetchInterval: false,
  })
  const [chosen, setChosen] = useState<LinkName>()
  return (
    <Panel title={titleOf(query.data)} query={query} rows={2} className="lg:col-span-2">
      {(told) => {
        const shown = stations.filter(({ link }) => told.links.some((each) => each.link === link))
        const open = chosen ?? told.broken[0]?.link
        return (
          <>
            <ol className="px-4 pb-3 wide:flex" aria-label="Life line">
              {shown.map(({ link, name }, place) => {
                const links = told.links.filter((each) => each.link === link)
                return (
                  <Station
                    key={link}
                    name={name}
                    links={links}
                    isFirst={place === 0}
                    isOpen={open === link}
                    onOpen={() => setChosen(link)}
                  />
                )
              })}
              {filled && <Fill filled={filled} />}
            </ol>
            {open && <LinkDetails links={told.links.filter((each) => each.link === open)} />}
          </>
        )
      }}
    </Panel>
  )
}

function titleOf(told: Explanation | undefined): string {
  if (!told) return 'Life line'
  if (told.intact) return `Life line: intact, ${told.links.length} links checked`
  return `Life line: broken at ${told.broken.length} of ${told.links.length} links`
}

type StationProps = {
  name: string
  links: Explanation['links']
  isFirst: boolean
  isOpen: boolean
  onOpen: () => void
}

function Station({ name, links, isFirst, isOpen, onOpen }: StationProps) {
  const broken = links.filter(({ ok }) => !ok).length
  const state =
    broken > 0 ? `${broken} broken` : links.length > 1 ? `${links.length} hold` : 'holds'
  return (
    <li className="relative wide:min-w-0 wide:flex-1">
      <Rope isFirst={isFirst} />
      <button
        type="button"
        onClick={onOpen}
        aria-expanded={isOpen}
        className="relative flex w-full items-center gap-3 rounded py-1 text-left hover:bg-ground wide:flex-col wide:gap-1 wide:text-center"
      >
        <Mark isGood={broken === 0} />
        <span className={`text-12 ${isOpen ? 'font-semibold text-accent' : 'font-medium'}`}>
          {name}
        </span>
        <span className={`text-12 ${broken > 0 ? 'font-medium text-down' : 'text-muted'}`}>
          {state}
        </span>
      </button>
    </li>
  )
}

function Fill({ filled }: { filled: Filled }) {
  const isWhole = Number(filled.filledQuantity) === Number(filled.quantity)
  return (
    <li className="relative flex items-center gap-3 py-1 wide:min-w-0 wide:flex-1 wide:flex-col wide:gap-1 wide:text-center">
      <Rope isFirst={false} />
      <span
        className={`relative grid size-5 place-items-center rounded-full border text-12 ${isWhole ? 'border-up bg-surface text-up' : 'border-muted bg-surface text-muted'}`}
        aria-hidden="true"
      >
        {isWhole ? '●' : '○'}
      </span>
      <span className="text-12 font-medium">Fill</span>
      <span className="text-12 text-muted">
        {shares(filled.filledQuantity)} of {shares(filled.quantity)}
      </span>
    </li>
  )
}

/** The line that joins a station to the one before it. */
function Rope({ isFirst }: { isFirst: boolean }) {
  if (isFirst) return null
  return (
    <span
      aria-hidden="true"
      className="absolute -top-1/2 left-[9px] h-full w-px bg-line wide:top-[14px] wide:left-[-50%] wide:h-px wide:w-full"
    />
  )
}

function Mark({ isGood }: { isGood: boolean }) {
  return (
    <span
      className={`relative grid size-5 shrink-0 place-items-center rounded-full border bg-surface text-12 font-semibold ${isGood ? 'border-up text-up' : 'border-down text-down'}`}
      aria-hidden="true"
    >
      {isGood ? '✓' : '✗'}
    </span>
  )
}
