import { expect, test } from 'vitest'
import { statementsOf } from '#shared/sql/schema/statements.ts'

test.each([
  ['', []],
  [' ;; ', []],
  ['-- only; words\n/* and; more */', []],
  ['select 1', ['select 1']],
  ['select 1; select 2;\n', ['select 1', 'select 2']],
  [`select ';' , 'it''s;'; select ";"`, [`select ';' , 'it''s;'`, 'select ";"']],
  ['-- first; of all\nselect 1;', ['-- first; of all\nselect 1']],
  ['do $$ begin; end $$; do $a$ $$;$$ $a$; x', ['do $$ begin; end $$', 'do $a$ $$;$$ $a$', 'x']],
])('%j', (text, statements) => expect(statementsOf(text)).toEqual(statements))
