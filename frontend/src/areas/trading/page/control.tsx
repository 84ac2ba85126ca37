/** Trading control: how trading stands, what holds it, how far each limit is, and every way to steer it. */

import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/read.ts'
import { BreakerPanel } from '../parts/breaker-panel.tsx'
import { ConfigPanel } from '../parts/config-panel.tsx'
import { ConfigHistory } from '../parts/config-history.tsx'
import { LimitPanel } from '../parts/limit-panel.tsx'
import { LoopPanel } from '../parts/loop-panel.tsx'
import { MoneyPanel } from '../parts/money-panel.tsx'
import { NoticeHistory } from '../parts/notice-history.tsx'
import { NoticePanel } from '../parts/notice-panel.tsx'
import { RealMoneyPanel } from '../parts/real-money-panel.tsx'
import { NewsPanel } from '../parts/news-panel.tsx'
import { OddLimits } from '../parts/odd-limits.tsx'
import { StandingPanel } from '../parts/standing-panel.tsx'

export function TradingPage() {
  const status = useQuery(read('GET /api/trading/status', {}))
  return (
    <div className="grid grid-cols-1 gap-3 md:gap-4 lg:grid-cols-2">
      <h1 className="sr-only">Trading control</h1>
      <StandingPanel status={status} />
      <OddLimits />
      <LimitPanel status={status} />
      <div className="flex flex-col gap-3 md:gap-4">
        <BreakerPanel status={status} />
        <RealMoneyPanel status={status} />
        <MoneyPanel status={status} />
        <LoopPanel status={status} />
      </div>
      <NewsPanel />
      <ConfigPanel />
      <ConfigHistory />
      <NoticePanel />
      <NoticeHistory />
    </div>
  )
}
