-- Times are milliseconds since 1970 by the database's clock.
create table records (
    kind varchar(40) not null,
    id varchar(200) not null,
    owner varchar(100) not null,
    -- Rises with every change: who writes says which one they have seen.
    version bigint not null,
    -- When somebody has to look at it; null: never.
    due bigint,
    -- Who works on it until when; fence rises with every claim, so that an earlier claimant is refused.
    holder varchar(64),
    held_until bigint,
    fence bigint not null,
    changed bigint not null,
    body varchar(1000000) not null,
    primary key (kind, id)
);
create index records_due on records (kind, due);
create index records_owner on records (kind, owner, id);
