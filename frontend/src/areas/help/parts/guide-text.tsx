/** A document in Markdown as a page of the product: its links lead to other guides. */

import { useRouter } from '@tanstack/react-router'
import { useMemo, type MouseEvent } from 'react'
import { toHtml } from './guide-html.ts'

const LOOK = `max-w-4xl [&_h1]:text-20 [&_h1]:font-semibold [&_h2]:mt-8 [&_h2]:text-16 [&_h2]:font-semibold [&_h2]:scroll-mt-28 [&_h3]:scroll-mt-28
  [&_h3]:mt-6 [&_h3]:font-semibold [&_p]:mt-3 [&_ul]:mt-3 [&_ul]:list-disc [&_ul]:pl-5 [&_ol]:mt-3
  [&_ol]:list-decimal [&_ol]:pl-5 [&_li]:mt-1 [&_code]:text-12 [&_code]:break-words [&_pre]:mt-3
  [&_pre]:overflow-x-auto [&_pre]:rounded [&_pre]:border [&_pre]:border-line [&_pre]:p-3 [&_table]:mt-3
  [&_table]:text-13 [&_th]:border-b [&_th]:border-line [&_th]:py-1 [&_th]:pr-4 [&_th]:text-left
  [&_th]:font-medium [&_th]:text-muted [&_td]:border-b [&_td]:border-line [&_td]:py-1 [&_td]:pr-4
  [&_td]:align-top [&_a]:text-accent [&_a]:underline`

export function GuideText({ name, markdown }: { name: string; markdown: string }) {
  const router = useRouter()
  const html = useMemo(() => toHtml(name, markdown), [name, markdown])
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a')
    const href = link?.getAttribute('href')
    if (!href?.startsWith('/guides/') || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    router.history.push(href)
  }
  // The text is our own, built into the page: nobody outside can write in it.
  return <article className={LOOK} onClick={follow} dangerouslySetInnerHTML={{ __html: html }} />
}
