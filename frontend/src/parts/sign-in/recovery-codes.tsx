/** Recovery codes, shown this once: copied, kept in a file, or written down. */

import { useState } from 'react'
import { Button } from '../button.tsx'
import { CopyButton } from '../copy-button.tsx'
import { save } from '../save.ts'

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [isSaved, setIsSaved] = useState(false)
  const text = codes.join('\n')
  return (
    <>
      <p className="mt-4 text-muted">
        {codes.length} recovery codes. Each signs you in once, when your keys are lost. They are
        shown now and never again.
      </p>
      <ul
        aria-label="Recovery codes"
        className="mt-3 space-y-1 rounded border border-line bg-ground p-3 font-mono text-12 break-all"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <CopyButton text={text} />
        <Button onClick={() => keepInFile(text)}>Save as a file</Button>
      </div>
      <label className="mt-4 flex items-center gap-2 py-1">
        <input
          type="checkbox"
          className="size-4"
          checked={isSaved}
          onChange={(event) => setIsSaved(event.target.checked)}
        />
        I have saved them where I will find them
      </label>
      <Button look="main" className="mt-3 w-full" disabled={!isSaved} onClick={onDone}>
        Go on
      </Button>
    </>
  )
}

function keepInFile(text: string): void {
  save(`recovery-codes-${location.hostname}.txt`, 'text/plain', [`${text}\n`])
}
