-- Released files never change: a later version adds a file of its own.

-- What is declared. A deleted resource keeps its row, so that its generation never starts again.
create table resource (
    kind       text        not null,
    name       text        not null,
    generation bigint      not null check (generation > 0),
    labels     jsonb       not null,
    spec       jsonb       not null,
    changed    timestamptz not null,
    deleted    boolean     not null default false,
    primary key (kind, name)
);

-- Grows with every change that gateways must learn of.
create sequence state_version as bigint minvalue 1;

-- Certificates that people were given by a login, and which of them are refused from now on.
create table login (
    serial     numeric(50) primary key,
    person     text        not null,
    not_before timestamptz not null,
    not_after  timestamptz not null,
    revoked_at timestamptz
);
create index login_by_person on login (person, not_after);

-- What became of client connections. Rows are deleted after a time; the audit has tables of its own.
create table session_event (
    id        bigint generated always as identity primary key,
    run       uuid        not null,
    session   bigint      not null,
    happened  timestamptz not null,
    kind      text        not null check (kind in ('opened', 'refused', 'ended')),
    client    text,
    caller    text,
    entry     text,
    database  text,
    role      text,
    rule      text,
    server_pid integer,
    sqlstate  text,
    reason    text,
    lasted_ms bigint,
    bytes_to_server bigint,
    bytes_to_client bigint
);
create index session_event_by_time on session_event (happened);

-- One row: whoever raised the term last may decide.
create table leader (
    one     boolean     primary key default true check (one),
    term    bigint      not null,
    holder  text        not null,
    since   timestamptz not null
);
insert into leader (term, holder, since) values (0, 'nobody', now());

create table setting (
    name    text        primary key,
    value   jsonb       not null,
    changed timestamptz not null
);
