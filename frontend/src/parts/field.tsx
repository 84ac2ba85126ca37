/** Named inputs. */

import { useId, type ReactNode } from 'react'

const box =
  'block h-9 w-full rounded border border-line bg-ground px-2 text-14 text-text placeholder:text-muted'

type FieldProps = {
  name: string
  value: string
  onChange: (value: string) => void
  /** Below the input. */
  hint?: ReactNode
}

type TextFieldProps = FieldProps & {
  maxLength?: number
  isRequired?: boolean
  placeholder?: string
  autoComplete?: string
}

export function TextField({
  name,
  value,
  onChange,
  hint,
  isRequired = false,
  ...rest
}: TextFieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-12 text-muted">
        {name}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        required={isRequired}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={box}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

type ChoiceFieldProps = FieldProps & {
  choices: readonly (readonly [value: string, words: string])[]
}

export function ChoiceField({ name, value, onChange, hint, choices }: ChoiceFieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-12 text-muted">
        {name}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={box}
      >
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
