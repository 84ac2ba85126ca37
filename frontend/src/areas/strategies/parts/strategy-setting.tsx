/** Whether strategies run in shadow. */

import { useQuery } from '@tanstack/react-query'
import { useMayDo } from '../../../api/me.ts'
import { read, send } from '../../../api/read.ts'
import { ShadowSetting, type ShadowWords } from '../../../parts/shadow/shadow-setting.tsx'

const WORDS: ShadowWords<'off' | 'shadow'> = {
  name: 'strategies',
  steps: {
    off: 'Off: no strategy is asked',
    shadow: 'Shadow: each session strategies say what they want, and it is followed on paper',
  },
  titles: {
    unknown: 'Whether they run',
    off: 'They are off: no strategy is asked',
    shadow: 'They run in shadow: what they want is kept and followed on paper, and trades nothing',
  },
  never:
    'There is no step in which they trade: nothing they say reaches a recommendation or an order.',
}

export function StrategySetting() {
  return (
    <ShadowSetting
      words={WORDS}
      query={useQuery(read('GET /api/strategy-setting', {}))}
      maySet={useMayDo('PUT /risk/strategies')}
      save={(body) => send('PUT /risk/strategies', { body })}
    />
  )
}
