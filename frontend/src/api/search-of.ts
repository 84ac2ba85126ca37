/** What of an address narrows a page, kept there so that a link to it shows the same. */

/** Reads these names from behind the question mark, where each is text; all else is left out. */
export function searchOf<Name extends string>(names: readonly Name[]) {
  return (search: Readonly<Record<string, unknown>>): { [N in Name]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name]
        return typeof value === 'string' && value !== '' ? [[name, value]] : []
      }),
    ) as { [N in Name]?: string }
}

/** The address with this value of a name, from its newest row on; an empty one narrows nothing. */
export function narrowedBy(name: string, value: string | undefined) {
  return <S extends object>(before: S): S => {
    const { [name]: _before, after: _place, ...rest } = before as Record<string, unknown>
    return (value ? { ...rest, [name]: value } : rest) as S
  }
}
