/** An input for words to look for: what is typed counts once the hand rests. */

import { useEffect, useState } from 'react'
import { TextField } from './field.tsx'

const REST_MS = 350

type WordsFieldProps = {
  name: string
  value: string
  onChange: (words: string) => void
  placeholder?: string
}

export function WordsField({ value, onChange, ...rest }: WordsFieldProps) {
  const [typed, setTyped] = useState(value)
  const [counts, setCounts] = useState(value)
  // The address may change by other hands, such as the browser's way back.
  if (counts !== value) {
    setCounts(value)
    if (typed.trim() !== value) setTyped(value)
  }
  useEffect(() => {
    const words = typed.trim()
    if (words === value) return
    const timer = setTimeout(() => onChange(words), REST_MS)
    return () => clearTimeout(timer)
  })
  return <TextField {...rest} value={typed} onChange={setTyped} maxLength={80} />
}
