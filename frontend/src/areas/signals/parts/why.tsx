/** Why a recommendation says what it says: its thesis, who wrote that, and what holds it back. */

import type { BriefPage } from '#shared/contracts/api/signals.ts'
import { Code } from '../../../parts/words.tsx'

export function Why({ told: { brief } }: { told: BriefPage }) {
  const held = [...brief.suppressions, ...brief.ineligibilities]
  return (
    <div className="max-w-prose space-y-3 px-4 pb-4 text-14">
      <p>{brief.thesis}</p>
      <p className="text-12 text-muted">
        {isByRules(brief.thesisModel)
          ? 'Written by rules from the evidence'
          : `Rewritten from the evidence by the model ${brief.thesisModel}; it brings no number and no name of its own`}
        .{brief.macroOnly && ' The trend rests on world events alone.'}
        {brief.patternOnly && ' The trend rests on patterns of competitors alone.'}
      </p>
      {held.length > 0 && (
        <div>
          <h3 className="font-medium">Held back by</h3>
          <ul className="list-disc pl-5">
            {held.map((code) => (
              <li key={code}>
                <Code code={code} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

const isByRules = (model: string) => /^(rules|template)/.test(model)
