"""Let the server enter: one function checks turn, digest, user and role, and is the only way in.

Caveat. Whoever owns the tables may do everything; `verify` finds a function that was made anew, and a seal
the rest. Who calls the function in a transaction that stays open is waited for `WAIT`, and then disconnected,
where the owner may do that (`GRANT pg_signal_backend`).
"""

from booking.register.chain import COLUMNS, CORRECTION

PROPOSER, APPROVER, READER = "trappe_proposer", "trappe_approver", "trappe_reader"
"""Roles of the server; where they are not, the owner alone enters."""
WAIT = "3s"
_OF_PROPOSER = ("proposal", "sensitivity", "milestone", "follow_up")
_OF_APPROVER = ("approval",)
"""Kinds of entries that one role alone enters; any other kind is entered by either."""


def _texts(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _line() -> str:
    """Return in SQL the line of JSON that the digest is made of, as `chain.row_digest` does."""
    shown = {name: f"to_json(entry.{name})" for name in COLUMNS if name not in {"digest", "signature"}}
    shown["body"] = "to_json(encode(sha256(convert_to(entry.body, 'UTF8')), 'hex'))"
    parts = [f"""'"{name}":' || {shown[name]}""" for name in sorted(shown)]
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"


ENTER_BODY = f"""
DECLARE
    last trappe_entry;
    roles text[] := CASE
        WHEN entry.kind IN ({_texts(_OF_PROPOSER)}) THEN ARRAY['{PROPOSER}']
        WHEN entry.kind IN ({_texts(_OF_APPROVER)}) THEN ARRAY['{APPROVER}']
        ELSE ARRAY['{PROPOSER}', '{APPROVER}'] END;
BEGIN
    IF NOT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'trappe_entry'::regclass),
            'MEMBER') AND NOT EXISTS (SELECT FROM pg_roles
            WHERE rolname = ANY (roles) AND pg_has_role(session_user, oid, 'MEMBER')) THEN
        RAISE insufficient_privilege USING
            MESSAGE = 'only ' || array_to_string(roles, ' or ') || ' may enter ' || entry.kind;
    END IF;
    IF entry.entered_as IS DISTINCT FROM session_user::text THEN
        RAISE insufficient_privilege USING MESSAGE = 'an entry is made by whoever is connected';
    END IF;
    IF entry.digest IS DISTINCT FROM encode(sha256(convert_to({_line()}, 'UTF8')), 'hex') THEN
        RAISE check_violation USING MESSAGE = 'the digest is not that of the entry';
    END IF;
    SELECT * INTO last FROM trappe_entry ORDER BY number DESC LIMIT 1;
    IF entry.number IS DISTINCT FROM coalesce(last.number, 0) + 1
            OR entry.previous IS DISTINCT FROM coalesce(last.digest, (SELECT digest FROM trappe_register))
            OR (entry.at < last.at AND entry.kind <> '{CORRECTION}') THEN
        RAISE unique_violation USING MESSAGE = 'the entry is not the next one';
    END IF;
    FOR attempt IN 1..2 LOOP
        BEGIN
            INSERT INTO trappe_entry SELECT entry.*;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 2 THEN
                RAISE;
            END IF;
            BEGIN
                PERFORM pg_terminate_backend(pid) FROM pg_locks holder
                    WHERE relation = 'trappe_entry'::regclass AND mode = 'RowExclusiveLock' AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND pid <> pg_backend_pid() AND NOT EXISTS (
                        SELECT FROM pg_locks waiting WHERE waiting.pid = holder.pid AND NOT waiting.granted);
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE lock_not_available;
            END;
        END;
    END LOOP;
END
"""  # noqa: S608  of names of our own
_ONLY_BODY = """
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = 'entries are made by trappe_enter alone';
    END IF;
    RETURN NULL;
END
"""
_ROW = ", ".join(f"CAST(:{name} AS {'integer' if name == 'number' else 'text'})" for name in COLUMNS)
ENTER = f"SELECT trappe_enter(ROW({_ROW})::trappe_entry)"

MAKE = {
    "trappe_entry_only": f"CREATE OR REPLACE FUNCTION trappe_entry_only() RETURNS trigger LANGUAGE plpgsql "
    f"AS $only${_ONLY_BODY}$only$",
    "trappe_entry_entered": "CREATE TRIGGER trappe_entry_entered BEFORE INSERT ON trappe_entry "
    "EXECUTE FUNCTION trappe_entry_only()",
    "trappe_enter": "CREATE OR REPLACE FUNCTION trappe_enter(entry trappe_entry) RETURNS void "
    f"LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '{WAIT}' AS $enter${ENTER_BODY}$enter$",
    # Nobody's own tables are taken for the register's while the owner's rights hold.
    "trappe_enter_path": "DO $path$BEGIN EXECUTE 'ALTER FUNCTION trappe_enter(trappe_entry) "
    "SET search_path = ' || quote_ident(current_schema()) || ', pg_temp'; END$path$",
    "trappe_enter_rights": f"""DO $rights$
DECLARE
    name text;
BEGIN
    REVOKE ALL ON FUNCTION trappe_enter(trappe_entry) FROM PUBLIC;
    FOR name IN SELECT rolname FROM pg_roles WHERE rolname IN ('{PROPOSER}', '{APPROVER}', '{READER}') LOOP
        EXECUTE 'GRANT SELECT ON trappe_register, trappe_entry TO ' || name;
        IF name <> '{READER}' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION trappe_enter(trappe_entry) TO ' || name;
        END IF;
        IF has_schema_privilege(current_schema(), 'USAGE WITH GRANT OPTION') THEN
            EXECUTE 'GRANT USAGE ON SCHEMA ' || quote_ident(current_schema()) || ' TO ' || name;
        END IF;
    END LOOP;
END
$rights$""",  # noqa: S608  of names of our own
}
"""Statements that make the way in, in order."""

FUNCTIONS = """
UNION ALL
SELECT proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    concat_ws(' ', CASE WHEN prosecdef THEN 'definer' END, lanname,
        replace(array_to_string(proconfig, ','), quote_ident(nspname), '$schema'),
        CASE WHEN proowner <> relowner THEN 'of another' END,
        prosrc)
    FROM pg_proc p JOIN pg_language l ON l.oid = prolang JOIN pg_namespace n ON n.oid = pronamespace
    JOIN ours ON relname = 'trappe_entry' AND relnamespace = pronamespace WHERE proname = 'trappe_enter'
"""
"""What follows in the query of definitions; `ours` are the two tables."""
EXPECTED = {
    "trappe_entry_entered": f"6 O plpgsql {_ONLY_BODY}",
    "trappe_enter(entry trappe_entry)": f"definer plpgsql lock_timeout={WAIT},search_path=$schema, pg_temp "
    f"{ENTER_BODY}",
}
