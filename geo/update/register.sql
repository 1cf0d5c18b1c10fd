-- The register in PostgreSQL with PostGIS. `geo.update.postgres` runs this before it publishes; running it again changes
-- nothing. What the app reads are the files of the latest version, as they stand in a folder; the tables beside them
-- say the same of that version for QGIS, BI tools and psql.
create schema if not exists register;
comment on schema register is 'Register of cross-border agreements: versions, files, and the latest version as tables';

create table if not exists register.versions (
    id bigint generated always as identity primary key,
    day date not null,
    taken_at timestamptz not null default now(),
    who text not null,
    what text not null check (what in ('publish', 'import', 'restore')),
    set_aside text
);
comment on table register.versions is 'Every state that the register had, the latest last, and who put it there';
comment on column register.versions.day is 'Day of taking, by the clock of the keeper';
comment on column register.versions.who is 'Address or system name of who did it';
comment on column register.versions.what is 'publish: copied from a folder; import: another issue was read; restore: back to an earlier version';
comment on column register.versions.set_aside is 'Name of this version since another one took its place; null for the latest';

create table if not exists register.contents (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    content bytea not null
);
comment on table register.contents is 'Contents of files, each once: tables, decisions, source documents, boundaries';

create table if not exists register.files (
    version bigint not null references register.versions,
    name text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]*$'),
    sha256 text not null references register.contents,
    primary key (version, name)
);
comment on table register.files is 'The files of every version, with its decisions (decisions.toml) and its source document (register.*)';

create table if not exists register.territories (
    code text primary key,
    country char(2) not null,
    region text not null,
    kind text not null,
    name_ru text not null,
    name_en text not null,
    boundary text not null,
    accuracy text not null,
    point geometry(Point, 4326)
);
comment on table register.territories is 'Districts, municipal okrugs and cities, and parties outside the gazetteer';
comment on column register.territories.code is 'ISO 3166-2 region in lower case and a short Latin name';
comment on column register.territories.region is 'ISO 3166-2, lower case';
comment on column register.territories.boundary is 'The shape it has, or lies in (boundaries.id); empty for none';
comment on column register.territories.point is 'Seat, or a point inside; WGS 84; null where nobody knows it';
create index if not exists territories_point on register.territories using gist (point);

create table if not exists register.boundaries (
    id text primary key,
    country char(2) not null,
    approximate boolean not null,
    shape geometry(MultiPolygon, 4326) not null
);
comment on table register.boundaries is 'Simplified outlines, no survey; the file datapackage.json of the version names source, year and licence of each country';
comment on column register.boundaries.approximate is 'True where a line is good to about 2 km only';
comment on column register.boundaries.shape is 'As in the source, not reconciled along the state border; WGS 84';
create index if not exists boundaries_shape on register.boundaries using gist (shape);

-- Every other column of agreements.csv is added from its description in datapackage.json (`geo.update.postgres`).
create table if not exists register.agreements (
    id text primary key,
    status text not null check (status in ('in_force', 'lapsed')),
    form text not null check (form in ('dogovor', 'soglashenie', 'memorandum', 'protokol')),
    themes text[] not null,
    signed_on date not null,
    successor_id text references register.agreements deferrable initially deferred,
    successor_basis text check (successor_basis in ('stated', 'inferred')),
    effect text check (effect in ('changes', 'prolongs', 'ends')),
    about_id text references register.agreements deferrable initially deferred
);
comment on table register.agreements is 'The latest version, one row per agreement';
comment on column register.agreements.status is 'Which of the two tables of the register it stands in';
comment on column register.agreements.themes is 'Fields that the title names';
comment on column register.agreements.successor_basis is 'stated: in the register''s own words; inferred: by us';
comment on column register.agreements.effect is 'What it does to the agreement that it is about (about_id); null for one that is about none';
create index if not exists agreements_signed_on on register.agreements (signed_on);

create table if not exists register.parties (
    agreement_id text not null references register.agreements,
    position integer not null check (position > 0),
    territory text not null references register.territories,
    body text not null,
    wording text not null,
    primary key (agreement_id, position)
);
comment on table register.parties is 'Who signed, in the order of the title';
comment on column register.parties.body is 'municipality, executive, council or education_department';
comment on column register.parties.wording is 'The words of the title';
create index if not exists parties_territory on register.parties (territory);

create or replace view register.ties as
select home.territory as home, partner.territory as partner,
    count(distinct agreement.id)::integer as n_agreements,
    (count(distinct agreement.id) filter (where agreement.status = 'in_force'))::integer as n_in_force,
    case when here.point is not null and there.point is not null then st_makeline(here.point, there.point) end
        ::geometry(LineString, 4326) as line
from register.parties home
join register.territories here on here.code = home.territory and here.country = :'home'
join register.parties partner on partner.agreement_id = home.agreement_id
join register.territories there on there.code = partner.territory and there.country <> :'home'
join register.agreements agreement on agreement.id = home.agreement_id
group by home.territory, partner.territory, here.point, there.point;
comment on view register.ties is 'One row per pair across the border with at least one agreement; the line is straight, null where a point is unknown';

do $$ begin
    if exists (select from pg_roles where rolname = 'ties_reader') then
        grant usage on schema register to ties_reader;
        grant select on register.territories, register.boundaries, register.agreements, register.parties, register.ties
            to ties_reader;
    end if;
end $$;
