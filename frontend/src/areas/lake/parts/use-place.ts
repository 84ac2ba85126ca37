/** What the address of the page says, and how what is typed comes to stand there. */

import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { hashOf, statementOf, type SqlSearch } from './address.ts'
import { useDraft } from './use-draft.ts'

type Goal = { [K in keyof SqlSearch]?: string | undefined } & { statement?: string | undefined }

/** `kept` is the statement of the open question: one that equals it need not stand in the address. */
export function usePlace(kept: string | undefined) {
  const { question, engine } = useSearch({ from: '/sql' })
  const linked = useLocation({ select: ({ hash }) => statementOf(hash) })
  const navigate = useNavigate({ from: '/sql' })
  const go = ({ statement, ...search }: Goal, replace: boolean) =>
    void navigate({
      search: Object.fromEntries(Object.entries(search).filter(([, value]) => value)),
      ...(statement !== undefined && { hash: hashOf(statement) }),
      replace,
      resetScroll: false,
    })
  const write = (statement: string, replace: boolean) =>
    go({ question, engine, ...(statement !== kept && { statement }) }, replace)
  const [isGiven, setIsGiven] = useState(linked !== undefined)
  const { text, type, keep, drop } = useDraft(linked ?? kept ?? '', write)
  return {
    engine,
    statement: text,
    /** A link brought the statement along, and nobody touched it since. */
    isGiven,
    type(next: string) {
      setIsGiven(false)
      type(next)
    },
    keep,
    /** Goes on to another question, or to none. */
    move(goal: Goal, replace = false) {
      setIsGiven(false)
      drop()
      go(goal, replace)
    },
    choose(chosen: 'duckdb' | 'trino') {
      go(
        {
          question,
          engine: chosen === 'trino' ? chosen : undefined,
          ...(text !== kept && { statement: text }),
        },
        true,
      )
    },
  }
}
