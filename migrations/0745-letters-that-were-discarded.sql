-- A dead letter that a person wants no more: who said so, and why. Its reason stays that of its death.
alter table jobs add column discarded_by text, add column discarded_because text,
  add constraint jobs_discarded_check
    check ((discarded_by is null) = (discarded_because is null) and (discarded_by is null or state = 'cancelled'));
