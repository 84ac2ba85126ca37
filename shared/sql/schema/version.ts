/** The newest migration that this code needs; `npm run schema` writes it, a test holds it. */

export const SCHEMA_NEEDED = '0801-what-happened-on-a-day.sql'
