/** The settings of a source as inputs, each with what is wrong with it beside it. */

import { ChoiceField, TextField } from '../../../parts/field.tsx'
import { settingsOf, type SourceType } from './settings.ts'

type SettingFieldsProps = {
  type: SourceType
  /** What stands there before; a new source has none. */
  config: Readonly<Record<string, unknown>>
  form: Readonly<Record<string, string>>
  onChange: (form: Record<string, string>) => void
  /** By `config.` and the setting's name. */
  faults: Readonly<Record<string, string>>
}

export function SettingFields({ type, config, form, onChange, faults }: SettingFieldsProps) {
  return settingsOf(type, config).map(({ name, words, hint, isNumber, choices }) => {
    const common = {
      name: words,
      value: form[name] ?? choices?.[0]?.[0] ?? '',
      onChange: (value: string) => onChange({ ...form, [name]: value }),
      fault: faults[`config.${name}`],
      hint,
    }
    return choices ? (
      <ChoiceField key={name} {...common} choices={choices} />
    ) : (
      <TextField key={name} {...common} {...(isNumber && { inputMode: 'decimal' as const })} />
    )
  })
}
