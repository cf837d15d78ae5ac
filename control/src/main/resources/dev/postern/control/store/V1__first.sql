-- Released files never change: a later version adds a file of its own.

-- What is declared. A deleted resource keeps its row, so that its generation never starts again.
create table resource (
    kind       text        not null,
    name       text        not null,
    generation bigint      not null check (generation > 0),
    manifest   jsonb       not null,
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

-- The roots of the authorities, their keys wrapped under a key that is not in here.
create table authority_generation (
    authority  text        not null check (authority in ('server', 'client', 'people', 'workload')),
    number     integer     not null check (number > 0),
    state      text        not null check (state in ('prepared', 'active', 'old')),
    certificate bytea      not null,
    wrapped_key bytea      not null,
    key_encryption_key text not null,
    created    timestamptz not null,
    primary key (authority, number)
);
create unique index authority_signs_once on authority_generation (authority) where state = 'active';

-- One row for each certificate, committed before it is signed.
create table issued_certificate (
    serial     numeric(50) primary key,
    authority  text        not null,
    generation integer     not null,
    subject    text        not null,
    uri        text        not null,
    requester  text        not null,
    key_hash   text        not null,
    not_before timestamptz not null,
    not_after  timestamptz not null,
    request_id text        not null,
    issued_at  timestamptz not null,
    foreign key (authority, generation) references authority_generation (authority, number)
);
create index issued_certificate_by_end on issued_certificate (authority, not_after);
