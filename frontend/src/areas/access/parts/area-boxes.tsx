/** Which areas of the API a token may ask; none chosen means all. */

import { AREAS } from '#shared/contracts/api/catalogue.ts'

type AreaBoxesProps = { chosen: readonly string[]; onChoose: (areas: readonly string[]) => void }

export function AreaBoxes({ chosen, onChoose }: AreaBoxesProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-12 text-muted">Areas it may ask; none chosen means all</legend>
      <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
        {AREAS.map((area) => (
          <label key={area} className="flex h-8 items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={chosen.includes(area)}
              onChange={({ target }) =>
                onChoose(target.checked ? [...chosen, area] : chosen.filter((one) => one !== area))
              }
            />
            {area}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
