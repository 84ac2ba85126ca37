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
  /** What is wrong with what stands in it; in place of the hint. */
  fault?: string | undefined
}

type FrameProps = Pick<FieldProps, 'name' | 'hint' | 'fault'> & { id: string; children: ReactNode }

const boxOf = (fault: string | undefined) => (fault ? `${box} border-down` : box)

/** What every input is told: what stands in it, and where its hint or its fault is read. */
function controlOf(id: string, { value, onChange, hint, fault }: Omit<FieldProps, 'name'>) {
  return {
    id,
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    'aria-describedby': hint || fault ? `${id}-hint` : undefined,
    'aria-invalid': fault ? true : undefined,
    className: boxOf(fault),
  } as const
}

/** The name above an input, and what stands below it. */
function Field({ id, name, hint, fault, children }: FrameProps) {
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-12 text-muted">
        {name}
      </label>
      {children}
      <Below id={id} hint={hint} fault={fault} />
    </div>
  )
}

/** What stands below an input: what is wrong with it, or a hint. */
function Below({ id, hint, fault }: { id: string; hint: ReactNode; fault: string | undefined }) {
  const words = fault ?? hint
  if (!words) return null
  return (
    <p
      id={`${id}-hint`}
      role={fault ? 'alert' : undefined}
      className={`mt-1 text-12 break-words ${fault ? 'text-down' : 'text-muted'}`}
    >
      {words}
    </p>
  )
}

type TextFieldProps = FieldProps & {
  maxLength?: number
  isRequired?: boolean
  placeholder?: string
  autoComplete?: string
  inputMode?: 'numeric' | 'decimal' | 'url'
}

export function TextField({
  name,
  value,
  onChange,
  hint,
  fault,
  isRequired = false,
  ...rest
}: TextFieldProps) {
  const id = useId()
  return (
    <Field id={id} name={name} hint={hint} fault={fault}>
      <input {...controlOf(id, { value, onChange, hint, fault })} required={isRequired} {...rest} />
    </Field>
  )
}

type DayFieldProps = FieldProps & { min?: string | undefined; max?: string | undefined }

/** A day, `2024-03-14`. */
export function DayField({ name, value, onChange, hint, fault, ...range }: DayFieldProps) {
  const id = useId()
  return (
    <Field id={id} name={name} hint={hint} fault={fault}>
      <input type="date" {...controlOf(id, { value, onChange, hint, fault })} {...range} />
    </Field>
  )
}

type ChoiceFieldProps = FieldProps & {
  choices: readonly (readonly [value: string, words: string])[]
}

export function ChoiceField({ name, value, onChange, hint, fault, choices }: ChoiceFieldProps) {
  const id = useId()
  return (
    <Field id={id} name={name} hint={hint} fault={fault}>
      <select {...controlOf(id, { value, onChange, hint, fault })}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}

type LongFieldProps = FieldProps & { rows?: number; placeholder?: string }

/** Several lines of text. */
export function LongField({
  name,
  value,
  onChange,
  hint,
  fault,
  rows = 4,
  placeholder,
}: LongFieldProps) {
  const id = useId()
  return (
    <Field id={id} name={name} hint={hint} fault={fault}>
      <textarea
        {...controlOf(id, { value, onChange, hint, fault })}
        rows={rows}
        placeholder={placeholder}
        spellCheck={false}
        className={`${boxOf(fault)} h-auto py-1.5`}
      />
    </Field>
  )
}
