/** What stands in a form of text, and what each of its inputs is told of it. */

import { useState } from 'react'

type Faults = Readonly<Record<string, string>>

/** What an input is given by the name of its value: what is wrong with it has the same name. */
export type InputOf<Name extends string> = (name: Name) => {
  value: string
  onChange: (value: string) => void
  fault: string | undefined
}

export function useForm<Name extends string>(first: () => Record<Name, string>) {
  const [form, setForm] = useState(first)
  const inputs =
    (faults: Faults): InputOf<Name> =>
    (name) => ({
      value: form[name],
      onChange: (value) => setForm({ ...form, [name]: value }),
      fault: faults[name],
    })
  return { form, inputs }
}
