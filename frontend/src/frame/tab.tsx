/** Keeps the title and the icon of the tab: what page it is, and whether all is well. */

import { useQuery } from '@tanstack/react-query'
import { useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCell } from '../api/cell.ts'
import { read } from '../api/read.ts'
import { pageTitle } from '../parts/page-title.ts'
import { tabStateOf, titleOf } from './title.ts'

/** Nothing to see; for the frame, once. */
export function Tab() {
  const { data, isError } = useQuery(read('GET /api/overview', {}))
  const place = useMatches({ select: (matches) => matches.at(-1)?.staticData.place?.name })
  const page = useCell(pageTitle) ?? place
  const state = tabStateOf(data, isError)
  const title = titleOf(page, state, data)
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (icon) icon.href = state === 'well' ? '/icon.svg' : `/icon-${state}.svg`
  }, [state])
  return null
}
