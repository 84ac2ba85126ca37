/** What happened on a day, told in sentences. */

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Diary } from '#shared/contracts/api/diary.ts'
import { read } from '../../../api/read.ts'
import { Button } from '../../../parts/button.tsx'
import { TextField } from '../../../parts/field.tsx'
import { SignedMoney } from '../../../parts/figures.tsx'
import { usePageTitle } from '../../../parts/page-title.ts'
import { Panel } from '../../../parts/panel.tsx'
import { Code } from '../../../parts/words.tsx'
import { clockEt, count, dollars, exact } from '../../../text/format.ts'
import { Told } from '../parts/told.tsx'

/** A day of the calendar, whatever the zone of who looks. */
const calendarDay = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' })

export function DiaryPage() {
  const { day } = useSearch({ from: '/diary' })
  const query = useQuery(read('GET /api/diary', day === undefined ? {} : { day }))
  const shown = query.data?.day
  usePageTitle(shown ? `Diary of ${shown}` : 'Diary')
  return (
    <div className="space-y-4">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-20 font-semibold">
          {shown ? calendarDay.format(new Date(shown)) : 'Diary'}
        </h1>
        {shown && <Turn day={shown} />}
      </header>
      <Panel title="The day in short" query={query} rows={4}>
        {(diary) => <Short diary={diary} />}
      </Panel>
      <Panel
        title="What happened"
        query={query}
        rows={8}
        empty={{
          when: ({ entries }) => entries.length === 0,
          words:
            'Nothing was traded, held back by a person or broken on this day, and the market was closed.',
        }}
      >
        {({ entries, isMore }) => (
          <ol className="px-4 pb-4">
            {entries.map((entry, place) => (
              <li key={place} className="flex gap-3 border-b border-line py-1.5 last:border-0">
                <time
                  dateTime={entry.at}
                  title={exact(new Date(entry.at))}
                  className="w-20 shrink-0 text-muted"
                >
                  {clockEt(new Date(entry.at))}
                </time>
                <span className="min-w-0">
                  <Told entry={entry} />
                </span>
              </li>
            ))}
            {isMore && (
              <li className="pt-2 text-muted">Of some kinds only the first hundred are told.</li>
            )}
          </ol>
        )}
      </Panel>
    </div>
  )
}

/** To the day before, to the next, or to one that is named. */
function Turn({ day }: { day: string }) {
  const navigate = useNavigate({ from: '/diary' })
  const go = (to: string) => void navigate({ search: { day: to } })
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Button onClick={() => go(shifted(day, -1))}>Day before</Button>
      <Button onClick={() => go(shifted(day, 1))}>Day after</Button>
      <TextField
        key={day}
        name="Day in New York"
        value={day}
        maxLength={10}
        onChange={(typed) => {
          if (/^(?:19|20|21)\d\d-\d\d-\d\d$/.test(typed)) go(typed)
        }}
      />
      <Link to="/diary" search={{}} className="link h-8 content-center">
        Today
      </Link>
    </div>
  )
}

function shifted(day: string, by: number): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + by)
  return at.toISOString().slice(0, 10)
}

function Short({ diary }: { diary: Diary }) {
  const { money, documents, recommendations, decisions, skippedFor, dead } = diary
  return (
    <div className="max-w-prose space-y-2 px-4 pb-4">
      <p>
        {money ? (
          <>
            The day brought <SignedMoney amount={money.pnl} />: equity stands at{' '}
            {dollars(money.equity)}.
          </>
        ) : (
          'No equity was recorded.'
        )}
      </p>
      <p>
        {count(documents)} documents came in. {count(recommendations.buys)} recommendations to buy
        and {count(recommendations.sells)} to sell may be traded. {count(decisions.acted)} decisions
        were acted on, {count(decisions.skipped)} were not
        {skippedFor.length > 0 ? ', mostly because of:' : '.'}
      </p>
      {skippedFor.length > 0 && (
        <ul className="list-disc pl-5">
          {skippedFor.map(({ code, count: times }) => (
            <li key={code}>
              <Link
                to="/decisions"
                search={{ code, from: diary.day, to: diary.day, repeats: 'each' }}
                className="link"
              >
                {count(times)} ×
              </Link>{' '}
              <Code code={code} />
            </li>
          ))}
        </ul>
      )}
      {dead.length > 0 && (
        <p className="text-warn">
          Work was given up:{' '}
          {dead.map(({ list, count: times }) => `${count(times)} of ${list}`).join(', ')}.{' '}
          <Link to="/pipeline" className="link underline">
            Dead letters
          </Link>
        </p>
      )}
    </div>
  )
}
