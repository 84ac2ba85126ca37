/** Securities as the registry shows them: beside the ticker their company is tracked by. */

import type { RegistrySecurity } from '../../contracts/api/registry-securities.ts'
import type { Db } from '../open.ts'

type Asked = { company?: string | undefined; active?: boolean | undefined }

/** By ticker. */
export async function readRegistrySecurities(
  db: Db,
  { company, active }: Asked = {},
): Promise<RegistrySecurity[]> {
  return db<RegistrySecurity[]>`
    select s.ticker, s.company_id, c.ticker as company, share_class, s.name, is_primary, s.active
    from securities s join companies c using (company_id)
    where true ${company === undefined ? db`` : db`and c.ticker = ${company}`}
      ${active === undefined ? db`` : db`and s.active = ${active}`}
    order by s.ticker collate "C"`
}
