/** What stands around every page: the status bar on top, the rail beside, the page within. */

import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useKeepClock } from '../api/business-time.ts'
import { useLive } from '../api/live.ts'
import { read } from '../api/read.ts'
import { Halted } from './halted.tsx'
import { Keys } from './keys.tsx'
import { BottomBar, Rail } from './rail.tsx'
import { Tab } from './tab.tsx'
import { StatusBar } from './status-bar.tsx'
import { Unwell } from './unwell.tsx'

export function Frame() {
  const connected = useLive()
  useKeepClock()
  const { isPending } = useQuery(read('GET /api/overview', {}))
  return (
    <>
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        Skip to the page
      </a>
      <Tab />
      <Keys />
      <StatusBar connected={connected} />
      <div className="flex">
        <Rail />
        {/* What stands above a page is known first: nothing is pushed down under a reader's eyes. */}
        <div className={`min-w-0 flex-1 ${isPending ? 'invisible' : ''}`}>
          <Unwell />
          <Halted />
          <main
            id="page"
            tabIndex={-1}
            className="mx-auto max-w-[1680px] px-3 outline-none pt-3 pb-20 md:px-4 md:pt-4 md:pb-8"
          >
            <Outlet />
          </main>
        </div>
      </div>
      <BottomBar />
    </>
  )
}
