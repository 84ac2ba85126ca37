/** What narrows a list of the shelf; it stays in sight while the list moves under it. */

type ShelfSearchProps = { label: string; value: string; onChange: (value: string) => void }

export function ShelfSearch({ label, value, onChange }: ShelfSearchProps) {
  return (
    <div className="sticky top-0 bg-surface px-4 pb-2">
      <input
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={label}
        aria-label={label}
        className="h-8 w-full rounded border border-line bg-ground px-2 placeholder:text-muted"
      />
    </div>
  )
}
