/** Says which layers are left out of every company's trends, since when and by whom; nothing while all speak. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { When } from '../../../parts/figures.tsx'

const NAMES = { macro: 'World', competitive: 'Rivals' } as const

export function LayersOff() {
  const query = useQuery(read('GET /api/layers', {}))
  const off = query.data?.layers.filter(({ speaks }) => !speaks) ?? []
  return off.map(({ layer, changed }) => (
    <p key={layer} className="px-4 pb-1 text-13 text-warn">
      {NAMES[layer]} is left out of new trends
      {changed && (
        <>
          {' '}
          by {changed.by}, <When at={changed.at} />: {changed.reason}
        </>
      )}
      .
    </p>
  ))
}
