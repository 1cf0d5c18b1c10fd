-- Once, by the administrator of PostgreSQL: psql -f .deploy/database.sql. The tables are made by: python -m geo publish
-- `ties` owns the register, for the processes of the app. `ties_reader` only reads its tables: grant it to the people
-- and programs (QGIS, BI) that may, as in: create role ivanova login in role ties_reader;
create role ties login;
create role ties_reader nologin;
create database ties owner ties encoding 'UTF8' template template0;
revoke all on database ties from public;
grant connect on database ties to ties_reader;
\connect ties
create extension postgis;
revoke create on schema public from public;
