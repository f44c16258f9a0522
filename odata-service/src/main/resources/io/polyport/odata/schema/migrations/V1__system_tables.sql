-- What the short names of tables and columns stand for; column_name is '' for the table itself.
create table "polyport_names" (
    "table_name" varchar(63) not null,
    "column_name" varchar(63) not null,
    "name" varchar(300) not null,
    constraint "polyport_names_pk" primary key ("table_name", "column_name")
);

-- Which objects a publication shows: patterns of resource names. A publication without rows shows what its model says.
create table "polyport_published" (
    "publication" varchar(100) not null,
    "pattern" varchar(200) not null,
    constraint "polyport_published_pk" primary key ("publication", "pattern")
);

-- DataVersion of the object that is written next. One for all tables, so that a version never comes twice.
create sequence "polyport_version" start with 1;
