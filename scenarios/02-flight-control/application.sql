-- What an application does as flightctl_app on Flight Control's tables: two devices come, get labels and go. The triggers
-- that keep device_labels in step run with its rights.
BEGIN;
INSERT INTO organizations (id, display_name, external_id, created_at, updated_at)
VALUES ('5b6b5c6e-0000-4000-8000-000000000002', 'a story', 'story-02', now(), now());
INSERT INTO devices (org_id, name, alias, labels, resource_version, created_at, updated_at)
VALUES ('5b6b5c6e-0000-4000-8000-000000000002', 'press-1', 'north hall', '{"site": "north", "line": "1"}', 1, now(), now()),
       ('5b6b5c6e-0000-4000-8000-000000000002', 'press-2', 'south hall', '{"site": "south"}', 1, now(), now());
COMMIT;
SELECT 'labels ' || count(*) FROM device_labels WHERE org_id = '5b6b5c6e-0000-4000-8000-000000000002';
UPDATE devices SET labels = '{"site": "north"}', resource_version = 2 WHERE name = 'press-1';
SELECT 'labels ' || count(*) FROM device_labels WHERE org_id = '5b6b5c6e-0000-4000-8000-000000000002';
SELECT 'named ' || name FROM devices WHERE labels @> '{"site": "north"}' ORDER BY name;
SELECT 'like ' || name FROM devices WHERE public.similarity(alias, 'south hal') > 0.5;
SELECT 'read back ' || count(*) FROM devices;
DELETE FROM devices WHERE name = 'press-2';
SELECT 'left ' || count(*) FROM devices;
SELECT 'labels ' || count(*) FROM device_labels WHERE org_id = '5b6b5c6e-0000-4000-8000-000000000002';
