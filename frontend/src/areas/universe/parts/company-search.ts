/** What a company's page shows of time, kept in the address. */

import { searchOf } from '../../../api/search-of.ts'

export type CompanySearch = { range?: string; window?: string }

export const readCompanySearch: (search: Readonly<Record<string, unknown>>) => CompanySearch =
  searchOf(['range', 'window'])
