/** The pages that have a place and that the person may read, group by group. */

import { useRouter } from '@tanstack/react-router'
import { mayDo } from '../api/may-do.ts'
import { useMe } from '../api/me.ts'
import { GROUPS, type Place } from './place.ts'

export type Stop = Place & { to: string }

export function useStops(): Stop[] {
  const { routesByPath } = useRouter()
  const role = useMe()?.person?.role
  const stops = Object.entries(routesByPath).flatMap(([to, { options }]): Stop[] => {
    const place = options.staticData?.place
    return place && (!place.needs || mayDo(place.needs, role)) ? [{ ...place, to }] : []
  })
  return GROUPS.flatMap((group) => stops.filter((stop) => stop.group === group))
}
