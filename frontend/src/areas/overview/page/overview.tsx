/** The first page: money, the pipeline, what moved, what came in, what was decided, what needs a person. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/read.ts'
import { EquityPanel } from '../../../parts/equity-panel.tsx'
import { LatestDecisions } from '../parts/latest-decisions.tsx'
import { MovedTrends } from '../parts/moved-trends.tsx'
import { NeedsYou } from '../parts/needs-you.tsx'
import { NewestDocuments } from '../parts/newest-documents.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { PipelinePicture } from '../../../parts/pipeline/picture.tsx'

export function OverviewPage() {
  return (
    <div className="grid grid-cols-1 gap-3 md:gap-4 wide:grid-cols-12">
      <h1 className="sr-only">Overview</h1>
      <EquityPanel className="min-h-84 md:min-h-76 wide:col-span-8" />
      <LatestDecisions />
      <PipelinePanel />
      <MovedTrends />
      <NewestDocuments />
      <NeedsYou />
    </div>
  )
}

function PipelinePanel() {
  const pipeline = useQuery(read('GET /api/pipeline', {}))
  const overview = useQuery(read('GET /api/overview', {}))
  return (
    <Panel
      title="Pipeline"
      query={pipeline}
      rows={6}
      className="min-h-[79rem] min-[1090px]:min-h-102 wide:col-span-12"
      aside={
        <Link to="/pipeline" className="link text-12">
          Every stage in numbers
        </Link>
      }
    >
      {(data) => (
        <PipelinePicture
          pipeline={data}
          isEnabled={overview.data?.pipeline.switch.enabled ?? true}
        />
      )}
    </Panel>
  )
}
