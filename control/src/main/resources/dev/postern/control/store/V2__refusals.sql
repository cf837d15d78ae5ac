-- Refusals summed: anybody can be refused as often as they like, and must not fill the store by it.
create table refusal (
    minute   timestamptz not null,
    origin   text        not null,
    caller   text        not null,
    sqlstate text        not null,
    reason   text        not null,
    times    bigint      not null check (times > 0),
    last     timestamptz not null,
    primary key (minute, origin, caller, sqlstate, reason)
);

insert into refusal (minute, origin, caller, sqlstate, reason, times, last)
select date_trunc('minute', happened, 'UTC'), regexp_replace(coalesce(client, ''), ':[0-9]+$', ''),
       left(coalesce(caller, ''), 200), coalesce(sqlstate, ''), left(coalesce(reason, ''), 200), count(*), max(happened)
  from session_event
 where kind = 'refused'
 group by 1, 2, 3, 4, 5;

delete from session_event where kind = 'refused';
alter table session_event drop constraint session_event_kind_check;
alter table session_event add constraint session_event_kind_check check (kind in ('opened', 'ended'));
alter table session_event drop column sqlstate;
