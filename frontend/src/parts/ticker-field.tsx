/** An input for one ticker: its letters are large, whichever are typed. */

import type { ComponentProps } from 'react'
import { TextField } from './field.tsx'

export function TickerField({ onChange, ...rest }: ComponentProps<typeof TextField>) {
  return (
    <TextField
      {...rest}
      onChange={(value) => onChange(value.toUpperCase().trim())}
      maxLength={10}
    />
  )
}
