import { expect, it } from 'vitest'
import {
  COMPANY_SCHEMA_VERSION,
  companyContract,
  EVENT_SCHEMA_VERSION,
  eventContract,
  schemaOf,
} from '#shared/clients/model/reading/contracts.ts'
import { sha256 } from '#shared/host/ids.ts'

it('a schema’s version is of what replies have to fit, and each contract has its own', () => {
  const of = (contract: Parameters<typeof schemaOf>[0]) =>
    sha256(JSON.stringify(schemaOf(contract))).slice(0, 8)
  expect(COMPANY_SCHEMA_VERSION).toBe(of(companyContract(['KEY'], 1)))
  expect(EVENT_SCHEMA_VERSION).toBe(of(eventContract(1)))
  expect(COMPANY_SCHEMA_VERSION).not.toBe(EVENT_SCHEMA_VERSION)
})

it('what replies have to fit stays as it is until somebody means to change it', () => {
  expect([COMPANY_SCHEMA_VERSION, EVENT_SCHEMA_VERSION]).toEqual(['79fd78a8', '2f44692f'])
})
