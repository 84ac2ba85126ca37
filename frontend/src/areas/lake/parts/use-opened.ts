/** The question that is open, as it was when it was opened: a save tells whether others changed it since. */

import type { UseQueryResult } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { QuestionRow } from '#shared/contracts/api/lake.ts'

export function useOpened(query: UseQueryResult<QuestionRow[]>) {
  const { question: id } = useSearch({ from: '/sql' })
  const [kept, setKept] = useState<QuestionRow>()
  const found = query.data?.find(({ questionId }) => questionId === id)
  useEffect(() => {
    if (found && kept?.questionId !== found.questionId) setKept(found)
  }, [found, kept])
  const opened = kept?.questionId === id ? kept : found
  const newer = found && opened && found.version > opened.version ? found : undefined
  /** The address names one that is not there (any more). */
  const isMissing = id !== undefined && opened === undefined && query.data !== undefined
  return { id, opened, newer, isMissing, setOpened: setKept }
}
