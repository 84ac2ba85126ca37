/** A few choices side by side, one of them pressed. */

type ChoicesProps<Choice extends string> = {
  label: string
  choices: readonly (readonly [choice: Choice, words: string])[]
  chosen: Choice
  onChoose: (choice: Choice) => void
}

export function Choices<Choice extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: ChoicesProps<Choice>) {
  return (
    <div className="-mx-2 flex flex-wrap gap-1" role="group" aria-label={label}>
      {choices.map(([choice, words]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === chosen}
          onClick={() => onChoose(choice)}
          className={`h-7 rounded px-2 text-12 font-medium ${choice === chosen ? 'bg-ground text-accent' : 'text-muted hover:text-text'}`}
        >
          {words}
        </button>
      ))}
    </div>
  )
}
