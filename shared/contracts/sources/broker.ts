/** Settings of a `broker` source: the account that orders go to. */

import * as v from 'valibot'
import { polling } from './settings.ts'

export const BrokerConfig = v.looseObject(polling)
