/** What waits for a person, in words, and where something can be done about it. */

import type { Need } from '#shared/contracts/api/needs.ts'
import { wordsFor } from '../../../text/codes.ts'
import { count } from '../../../text/format.ts'

type Words = {
  mark: '■' | '▲'
  look: 'text-down' | 'text-warn'
  words: string
  href: string
  /** Whether its moment is one of real time. */
  isReal: boolean
}

export function needWords(need: Need): Words {
  const { kind } = need
  const isDanger = ['unreadable', 'exit_refused', 'service_unwell', 'alert_critical'].includes(kind)
  return {
    mark: isDanger ? '■' : '▲',
    look: isDanger ? 'text-down' : 'text-warn',
    isReal: ['dead_letters', 'alert_critical', 'alert_warning'].includes(kind),
    ...said(need),
  }
}

const many = (number: number, one: string, more: string) =>
  `${count(number)} ${number === 1 ? one : more}`

function said({ kind, of, at, count: number, code }: Need): Pick<Words, 'words' | 'href'> {
  const name = encodeURIComponent(of)
  switch (kind) {
    case 'unreadable':
      return { words: wordsFor(code ?? kind), href: '/trading' }
    case 'exit_refused':
      return {
        words: `The sale of ${of} was refused ${number === 1 ? 'once' : `${count(number)} times`}`,
        href: `/trading/positions/${name}`,
      }
    case 'service_unwell':
      return {
        words: `${of}${at === '' ? '' : ` (${at})`} is ${code ?? 'unwell'}`,
        href: '/system',
      }
    case 'approval_waits':
      return {
        words: `${many(number, 'entry waits', 'entries wait')} for an approval`,
        href: '/approvals',
      }
    case 'dead_letters':
      return {
        words: `${many(number, 'job', 'jobs')} of ${of} given up`,
        href: `/pipeline/${encodeURIComponent(at)}`,
      }
    case 'sources_fail':
      return {
        words: `${many(number, 'source', 'sources')} of ${wordsFor(of).toLowerCase()} ${number === 1 ? 'fails' : 'fail'}`,
        href: '/sources?state=failing',
      }
    case 'alert_critical':
    case 'alert_warning':
      return { words: of, href: '/alerts' }
  }
}
