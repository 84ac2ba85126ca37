-- The order whose place this one takes at the broker; both have a life of their own.
alter table orders add column replaces_order_id uuid;
