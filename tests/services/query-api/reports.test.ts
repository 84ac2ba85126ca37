/** Reports as the API gives them: the list, one of them, and the page of its own. */

import { expect, test } from 'vitest'
import type { ReportAnswer, ReportRow } from '#shared/contracts/api/reports.ts'
import { deriveId } from '#shared/host/ids.ts'
import { sampleReport, seedReport } from '../../helpers/reports.ts'
import { openApi } from './api.ts'

const { sql, call, read } = await openApi()
const { id } = await seedReport(sql)
await seedReport(sql, {
  ...sampleReport({ says: '<script>alert(1)</script>' }),
  type: 'weekly',
  to: '2019-05-04T04:00:00.000Z',
  reconciliation: [
    { name: 'realised', reported: '1.00', books: '2.00', difference: '-1.00', holds: false },
  ],
})

test('the list is newest first, and says what does not equal the books', async () => {
  const rows = await read<ReportRow[]>('/api/reports')
  expect(rows.map(({ type, reconciles, version }) => [type, reconciles, version])).toEqual([
    ['weekly', false, 1],
    ['daily', true, 1],
  ])
  expect(rows[1]?.headline).toBe('The day brought a profit of $29.00; refused: buying power')
})

test('one type is asked for by its name, page by page', async () => {
  expect(
    (await read<ReportRow[]>('/api/reports?type=daily')).map(({ reportId }) => reportId),
  ).toEqual([id])
  const [first] = await read<ReportRow[]>('/api/reports?limit=1')
  const rest = await read<ReportRow[]>(`/api/reports?limit=1&after=${first!.reportId}`)
  expect(rest.map(({ reportId }) => reportId)).toEqual([id])
})

test('one is told whole; one that is not there is not found', async () => {
  expect((await read<ReportAnswer>(`/api/reports/${id}`)).body).toEqual(sampleReport())
  const nowhere = deriveId('test', 'nowhere')
  expect((await call(`/api/reports/${nowhere}`)).status).toBe(404)
  expect((await call(`/api/reports/${nowhere}/html`)).status).toBe(404)
})

test('the page of its own runs nothing, whatever was told', async () => {
  const [weekly] = await read<ReportRow[]>('/api/reports?type=weekly')
  const answer = await call(`/api/reports/${weekly!.reportId}/html`)
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; .*frame-ancestors 'none'$/,
  )
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const text = await answer.text()
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script')
  expect(text).toContain('This report does not equal the books')
})
