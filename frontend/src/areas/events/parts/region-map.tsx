/** The world as a board of regions, each where one looks for it; pressed, it narrows the list. */

import type { RegionRow } from '#shared/contracts/api/events.ts'
import { count } from '../../../text/format.ts'

/** Column and row, from 1, where there is room for a map. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  Canada: [1, 1],
  US: [1, 2],
  'Latin America': [2, 3],
  UK: [3, 1],
  EU: [4, 1],
  Africa: [4, 3],
  'Middle East': [5, 2],
  Russia: [5, 1],
  India: [6, 3],
  China: [6, 2],
  Korea: [7, 1],
  Japan: [8, 1],
  Taiwan: [7, 2],
  'Southeast Asia': [7, 3],
  Australia: [8, 3],
}
const columnsOf = [
  '',
  'md:col-start-1',
  'md:col-start-2',
  'md:col-start-3',
  'md:col-start-4',
  'md:col-start-5',
  'md:col-start-6',
  'md:col-start-7',
  'md:col-start-8',
]
const rowsOf = ['', 'md:row-start-1', 'md:row-start-2', 'md:row-start-3', 'md:row-start-4']

type RegionMapProps = {
  regions: readonly RegionRow[]
  chosen: string | undefined
  onChoose: (region: string | undefined) => void
}

export function RegionMap({ regions, chosen, onChoose }: RegionMapProps) {
  const most = Math.max(1, ...regions.map(({ events }) => events))
  const found = new Map(regions.map((row) => [row.region, row]))
  const named = Object.keys(PLACES).map((region) => found.get(region) ?? nothing(region))
  const others = regions.filter(({ region }) => !(region in PLACES))
  return (
    <ul
      aria-label="Regions"
      className="grid grid-cols-2 gap-1.5 px-4 pb-4 sm:grid-cols-4 md:grid-cols-8"
    >
      {[...named, ...others].map((row) => {
        const [column = 0, line = 0] = PLACES[row.region] ?? []
        return (
          <li
            key={row.region}
            className={`${columnsOf[column] ?? ''} ${rowsOf[line] ?? ''} ${row.events === 0 ? 'max-md:hidden' : ''}`}
          >
            <Tile
              row={row}
              share={row.events / most}
              isChosen={row.region === chosen}
              onPress={() => onChoose(row.region === chosen ? undefined : row.region)}
            />
          </li>
        )
      })}
    </ul>
  )
}

type TileProps = { row: RegionRow; share: number; isChosen: boolean; onPress: () => void }

function Tile({ row, share, isChosen, onPress }: TileProps) {
  const { region, events, grave, worse, better } = row
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      disabled={events === 0}
      onClick={onPress}
      title={`${count(grave)} of them critical or high`}
      className={`relative h-14 w-full overflow-hidden rounded border px-2 py-1 text-left ${isChosen ? 'border-accent' : 'border-line'} ${events > 0 ? 'hover:border-accent' : ''}`}
    >
      {/* Length means amount: the ground is filled up to the region's share of the most told of. */}
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 bg-accent/10"
        style={{ height: `${share * 100}%` }}
      />
      <span className="relative block truncate text-12 text-muted">{region}</span>
      <span className="relative flex items-baseline justify-between gap-1">
        <span className="text-16 font-medium">{count(events)}</span>
        <span className="flex gap-1.5 text-12">
          {worse > 0 && (
            <span className="text-down" aria-label={`${worse} hurt`}>
              ▼{worse}
            </span>
          )}
          {better > 0 && (
            <span className="text-up" aria-label={`${better} help`}>
              ▲{better}
            </span>
          )}
        </span>
      </span>
    </button>
  )
}

const nothing = (region: string): RegionRow => ({
  region,
  events: 0,
  grave: 0,
  worse: 0,
  better: 0,
})
