/** Which role may ask for which route. */

import { catalogue, type Catalogue } from '#shared/contracts/api/catalogue.ts'
import { isRoleAtLeast, type Role } from '#shared/contracts/api/principal.ts'

/** True where the catalogue lets this role ask; nobody known may ask what anyone may. */
export function mayDo(key: keyof Catalogue, role: Role | undefined): boolean {
  const needed = catalogue[key].role
  if (needed === 'anyone') return true
  return role !== undefined && isRoleAtLeast(role, needed)
}
