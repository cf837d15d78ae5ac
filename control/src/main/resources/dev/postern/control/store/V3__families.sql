-- A certificate that was got with a login's certificate belongs to that login: it ends with it and is refused with it.
alter table login add column origin numeric(50);
update login set origin = serial;
alter table login alter column origin set not null;
create index login_by_origin on login (origin);
