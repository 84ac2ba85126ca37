/** Whose changes are shown: a whole name, from those on the page or typed. */

import { useId, useState } from 'react'

type ActorFilterProps = {
  /** To choose from. */
  names: readonly string[]
  onChoose: (name: string) => void
}

export function ActorFilter({ names, onChoose }: ActorFilterProps) {
  const list = useId()
  const [name, setName] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onChoose(name.trim())
      }}
    >
      <input
        type="search"
        list={list}
        value={name}
        maxLength={200}
        onChange={({ target }) => {
          setName(target.value)
          // Chosen from the list or emptied; what is still being typed waits for Enter.
          if (target.value === '' || names.includes(target.value)) onChoose(target.value)
        }}
        placeholder="Changes by"
        aria-label="Changes by"
        className="h-8 w-48 rounded border border-line bg-ground px-2 placeholder:text-muted"
      />
      <datalist id={list}>
        {names.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </form>
  )
}
