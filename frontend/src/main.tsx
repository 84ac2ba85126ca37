/** Starts the page. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchFragment } from './api/fragment.ts'
import { isRefusal } from './api/api-error.ts'
import { router } from './routes.tsx'

watchFragment()

/** Once more, but for what the server refused: it would refuse it again. */
function mayHelp(failures: number, fault: Error): boolean {
  return failures < 1 && !isRefusal(fault)
}

const client = new QueryClient({
  defaultOptions: { queries: { retry: mayHelp, staleTime: 1_000, refetchOnWindowFocus: true } },
})
const root = document.getElementById('root')
if (!root) throw new Error('Start the page: index.html has no element #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
