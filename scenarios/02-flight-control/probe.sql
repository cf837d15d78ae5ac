-- Made by the migrator after everything: do default privileges cover it?
CREATE TABLE public.probe (id integer PRIMARY KEY, at timestamptz DEFAULT now());
CREATE SEQUENCE public.probe_number;
CREATE VIEW public.probe_view AS SELECT id FROM public.probe;
CREATE FUNCTION public.probe_function() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA probe_schema;
CREATE TABLE probe_schema.probe (id integer);
