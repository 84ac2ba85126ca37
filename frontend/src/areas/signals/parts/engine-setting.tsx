/** Whether the signal engine runs in shadow. */

import { useQuery } from '@tanstack/react-query'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { ShadowSetting, type ShadowWords } from '../../../parts/shadow/shadow-setting.tsx'

const WORDS: ShadowWords = {
  name: 'the signal engine',
  steps: {
    off: 'Off: no ticker is evaluated',
    shadow: 'Shadow: each tracked ticker is evaluated after its session, and what both say is kept',
  },
  titles: {
    unknown: 'Whether it runs',
    off: 'It is off: nothing is evaluated',
    shadow: 'It runs in shadow: what it says is kept, and trades nothing',
  },
  never:
    'There is no step in which it trades: nothing it says reaches a recommendation or an order.',
}

export function EngineSetting() {
  return (
    <ShadowSetting
      words={WORDS}
      query={useQuery(read('GET /api/signal-engine-setting', {}))}
      maySet={useMayDo('PUT /risk/signal-engine')}
      save={(body) => send('PUT /risk/signal-engine', { body })}
    />
  )
}
