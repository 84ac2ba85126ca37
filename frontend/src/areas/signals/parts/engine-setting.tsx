/** How far the signal engine goes: off, in shadow, or with a say in what is entered. */

import { useQuery } from '@tanstack/react-query'
import type { EngineStanding } from '#shared/contracts/api/engine-setting.ts'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { ShadowSetting, type ShadowWords } from '../../../parts/shadow/shadow-setting.tsx'

const STEPS = {
  off: 'Off: no ticker is evaluated',
  shadow: 'Shadow: each tracked ticker is evaluated after its session, and what both say is kept',
  traded:
    'Traded: besides, nothing is entered unless both say buy in their evaluation of the last session',
}
const LET_GO = 'What it keeps back now may be entered again, on recommendations alone.'

const WORDS: ShadowWords<EngineStanding['mode']> = {
  name: 'the signal engine',
  steps: STEPS,
  titles: {
    unknown: 'Whether it runs',
    off: 'It is off: nothing is evaluated',
    shadow: 'It runs in shadow: what it says is kept, and trades nothing',
    traded: 'It is traded: nothing is entered unless both say buy',
  },
  means: {
    traded:
      'Recommendations to buy are skipped where either pipeline says anything but buy, where a filter is shut, and where no evaluation of the last session stands. What is held is sold as ever. Look at what was measured of it first.',
  },
  never:
    'It never buys: it can only keep back an entry that a recommendation asks for, and has no say in what is sold.',
}

export function EngineSetting() {
  const query = useQuery(read('GET /api/signal-engine-setting', {}))
  const means = query.data?.mode === 'traded' ? { off: LET_GO, shadow: LET_GO } : WORDS.means!
  return (
    <ShadowSetting
      words={{ ...WORDS, means }}
      query={query}
      maySet={useMayDo('PUT /risk/signal-engine')}
      save={(body) =>
        send('PUT /risk/signal-engine', {
          body,
          says: { does: 'Trade without the signal engine', consequences: [{ what: LET_GO }] },
        })
      }
    />
  )
}
