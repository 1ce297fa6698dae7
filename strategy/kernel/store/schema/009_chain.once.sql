-- The history as a chain: every action is an entry whose link covers the link before it, so that
-- nothing can be changed, taken out or put in between unseen.  The links are signed with a key that
-- lies beside the plans (store/key.py), never in a plan.
--
-- digest: of the action and its changes, salted; on the erasure of a name the salt goes, and what
-- the digest was of can no longer be guessed.  mark: the link, signed.  signer: which key.
-- Actions of before have no entry; the first event ("start") covers them as a whole.
ALTER TABLE history.action ADD COLUMN entry BIGINT;
ALTER TABLE history.action ADD COLUMN salt TEXT;
ALTER TABLE history.action ADD COLUMN digest TEXT;
ALTER TABLE history.action ADD COLUMN link TEXT;
ALTER TABLE history.action ADD COLUMN mark TEXT;
ALTER TABLE history.action ADD COLUMN signer TEXT;

-- Entries of the chain that are no actions.  kind: start, schema (a migration), version (one was
-- made), binned and unbinned (a scenario), erasure (of a name).  body: JSON, covered by digest.
CREATE TABLE history.event (
    entry BIGINT PRIMARY KEY, kind TEXT, subject TEXT, actor TEXT, happened_at TIMESTAMP,
    body TEXT, salt TEXT, digest TEXT, link TEXT, mark TEXT, signer TEXT
);

-- A binned scenario keeps its tables and its history; only its line in the list of versions goes.
CREATE TABLE plan.bin (
    name TEXT PRIMARY KEY, kind TEXT, title TEXT, note TEXT, created_at TIMESTAMP, created_by TEXT,
    base TEXT, base_action BIGINT, hash TEXT, binned_at TIMESTAMP, binned_by TEXT
);
