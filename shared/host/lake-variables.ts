/** Variables of the lake: when its files are written, and who answers questions to them. */

import type { Variable } from './variables.ts'

export const lakeVariables = {
  LAKE_WAIT_SECONDS: {
    default: '5',
    says: 'seconds a change waits for others before its file of the lake is written',
  },
  LAKE_CACHE_DIR: {
    default: '.stonks/lake-cache',
    says: 'folder for files of the lake that questions read, fetched once from S3_ENDPOINT',
  },
  LAKE_CACHE_MB: {
    default: '2048',
    says: 'megabytes of it; what was asked least lately goes first',
  },
  LAKE_QUERY_SECONDS: {
    default: '30',
    says: 'seconds that a question of the page may take; it is ended behind that',
  },
  LAKE_QUERY_MB: {
    default: '512',
    says: 'megabytes of memory that one question may take; its process takes up to 256 more',
  },
  LAKE_QUERY_PARALLEL: {
    default: '2',
    says: 'questions that query-api answers at once; one more is told when to ask again',
  },
  TRINO_URL: {
    default: '',
    says: 'Trino that serves the lake, such as http://trino:8080; empty: none',
  },
  TRINO_USER: { default: 'stonks', says: 'whom Trino is asked as' },
  TRINO_PASSWORD: {
    default: '',
    says: 'that user’s password; with one TRINO_URL must be TLS',
    secret: true,
  },
} as const satisfies Record<string, Variable>
