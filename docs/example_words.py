"""The words of the example: GitLab.com, 31 January 2017, from GitLab's own public account, told in ours.

Owners, tickets and dates were never public: they are made up, and the summary says so.
"""

# ruff: noqa: E501  (tables: a row a line reads best)

from __future__ import annotations

from typing import Final, NamedTuple

PRODUCT: Final = "GitLab.com"
HEADLINE: Final = "18 hours of outage, six hours of database changes lost"
DATE: Final = "31-01-2017"
ZONE: Final = "UTC"
ACCOUNT: Final = "GitLab's postmortem"
NOTES: Final = "public notes document"

CAPTURE: Final = """\
17:20 LVM snapshot of production taken by hand, loaded into staging
19:00 database load rising, comments can hardly be saved, spam suspected
~21:00 writes lock up; blocking spammers by address, removing accounts
22:00 PAGE replication lag on db2, about 4 GB behind
~22:45 replication has stopped: WAL segments gone from db1
~23:00 emptied db2's data directory to rebuild it
~23:05 pg_basebackup: not enough WAL senders -> max_wal_senders 3 => 32
~23:12 PostgreSQL will not restart: too many semaphores -> max_connections 8000 => 2000
~23:20 pg_basebackup hangs, prints nothing
~23:30 data directory removed on db1 | not db2 | stopped at once, 4.5 GB of 300 GB left
"""
"""What somebody noted while it ran, each line through `pmtui log`."""

FIELDS: Final[dict[str, str]] = {
    "key_details.headline": HEADLINE,
    "key_details.severity": "SEV1",
    "key_details.reference": "INC-31",
    "key_details.team": "Infrastructure",
    "key_details.facilitator": "A colleague from another team",
    "key_details.scribe": "Support lead",
    "key_details.owner": "Head of infrastructure",
    "key_details.attendees": "DBA on call, Infrastructure lead, Support lead",
    "key_details.review_date": "24-02-2017",
    "key_details.tags": "database, backups, replication, spam",
    "summary.overview": (
        "GitLab.com keeps its data in one PostgreSQL primary, **db1**, with one replica, **db2**. On the evening of 31 "
        "January, load from spam and from the deletion of an account made the replica fall behind until it could not "
        "catch up. While it was being rebuilt by hand, a directory was emptied on the primary, not on the "
        "replica. The nightly dumps turned out not to exist, and disk snapshots were not switched on for these "
        "servers: what was left was a snapshot in staging, taken by hand at 17:20 for another purpose. Copying it back "
        "took some 18 hours.\n\n"
        "*This is an example. The facts are from GitLab's public account (Fig. 3 and 4); people's roles, owners, "
        "tickets and dates of the actions are made up.*"
    ),
    "summary.services": "GitLab.com web site, PostgreSQL primary (db1), PostgreSQL replica (db2)",
    "summary.data_loss.detail": (
        "rows changed between 17:20 and about 00:00: projects, comments, accounts; Git repositories and wikis were "
        "not touched"
    ),
    "summary.human_intervention.detail": "throughout: blocking spam, rebuilding the replica, copying the snapshot back",
    "impact.statement": (
        "From 19:00 UTC comments could hardly be saved; for about 18 hours, until 18:00 UTC on 1 February, GitLab.com "
        "was not available. What was changed in its database between 17:20 and about 00:00 could not be brought back."
    ),
    "root_cause.statement": (
        "The removal was one wrong terminal away, and one copy away from harmless. Three things had to be true at once:\n"
        "\n"
        "- a replica that was rebuilt **by hand**, on hosts whose prompts looked alike;\n"
        "- backups that were **thought to exist**, as their failure made no sound and no restore was ever tried;\n"
        "- the one usable copy in **staging**, made for another purpose, on slow disks.\n"
    ),
}  # fmt: skip

CHOICES: Final[dict[str, str]] = {
    "summary.effect": "outage",
    "summary.data_loss.answer": "yes",
    "summary.human_intervention.answer": "yes",
    "summary.pattern": "sustained",
    "summary.recurrence.answer": "unknown",
}

MILESTONES: Final = (
    ("database load", ("started", "detected")),
    ("writes lock up", ("acknowledged",)),
    ("Service is restored", ("mitigated", "resolved")),
)

EVENTS: Final = (
    "~01-02 00:00 Backups are looked for: the nightly dumps in S3 do not exist",
    "~01-02 00:30 The 17:20 snapshot in staging is chosen for the restore: it is the one usable copy",
    "01-02-2017 The snapshot is copied from staging to db1, for some 18 hours; staging's disks give about 60 Mbit/s",
    "01-02-2017 The work is shared in a public document and a live stream, watched by up to 5,000 people",
    "01-02 18:00 Service is restored, with the data of 17:20",
)
"""What is added in the meeting; the rest was captured."""


class Told(NamedTuple):
    """What the meeting makes of an event: found by its beginning; its text for readers; kind, source, what was known then and now."""

    found: str
    text: str
    kind: str
    source: str = ACCOUNT
    known: str = ""
    known_now: str = ""


TOLD: Final = (
    Told("LVM snapshot", "An LVM snapshot of production is taken by hand and loaded into staging, to try load balancing there", "change"),
    Told("database load", "Database load rises; comments can hardly be saved; spam is suspected", "observation"),
    Told("writes lock up", "Writes lock up; spammers are blocked by address and accounts removed; a job is deleting the account of an employee that had been reported as abuse", "action"),
    Told("PAGE replication", "Page: replication lags, db2 is about 4 GB behind", "alert", NOTES),
    Told("replication has stopped", "Replication stops: WAL segments that db2 still needs are gone from db1, and there is no WAL archive", "observation"),
    Told("emptied db2", "db2's data directory is emptied to rebuild the replica", "action", NOTES),
    Told("pg_basebackup: not", "pg_basebackup refuses for lack of WAL senders; max_wal_senders is raised from 3 to 32", "change", NOTES),
    Told("PostgreSQL will not", "PostgreSQL does not restart: too many semaphores; max_connections is lowered from 8000 to 2000", "change", NOTES),
    Told("pg_basebackup hangs", "pg_basebackup prints nothing and seems to hang; it is waiting for the primary's checkpoint", "observation"),
    Told("data directory removed", "To retry with an empty directory, a data directory is removed: on db1, the primary. Stopped after a second or two, with about 4.5 GB of 300 GB left", "decision", ACCOUNT, "db2 was thought to be the host in the terminal; both prompts look alike. pg_basebackup printed nothing, and leftovers in the directory were the likeliest reason. Also possible: to wait, as it was waiting for a checkpoint, which its documentation did not make clear.", "The directory was the primary's. pg_basebackup had been waiting for the checkpoint, and would have gone on by itself."),
    Told("Backups are looked for", "Backups are looked for. The nightly dumps in S3 do not exist: they ran as version 9.2 against a 9.6 server. Disk snapshots had not been switched on for the database servers", "observation"),
    Told("The 17:20 snapshot", "", "decision", ACCOUNT, "No dump, no disk snapshot, db2 emptied. The snapshot in staging is six hours old and was never meant for this; the regular one is older still. Copying will be slow."),
    Told("The snapshot is copied", "", "action"),
    Told("The work is shared", "", "communication", NOTES),
    Told("Service is restored", "", "other"),
)  # fmt: skip

SECTIONS: Final = (
    "Detection: A rise of database load was seen at 19:00, and a page for the lag of replication came at 22:00. No alert told of the missing dumps or of the removed directory: the first was found when a dump was looked for, the second was noticed at the keyboard within seconds.",
)  # fmt: skip
"""Sections of the team's own in the summary."""

PROBLEM: Final = "6 h 40 min of database changes lost, and GitLab.com not available for about 18 hours"


class Why(NamedTuple):
    """An answer, what it was judged to be, the figures (by a word of the caption) that show it, and what it led to."""

    text: str
    verdict: str = ""
    figures: tuple[str, ...] = ()
    whys: tuple[Why, ...] = ()


WHYS: Final = (
    Why("The data directory of the primary was removed in place of the replica's", figures=("notes",), whys=(
        Why("Two terminals were open on hosts with like names, and nothing on the screen told primary from replica", "root", ("Postmortem",)),
        Why("The replica was being rebuilt by hand, step by step", whys=(
            Why("No runbook described the rebuild: two settings and one silent wait came up on the way", "root", ("notes", "PostgreSQL")),
            Why("Replication had stopped: WAL segments that the replica needed were gone from the primary", whys=(
                Why("The primary drops old segments, and there was no WAL archive to fetch them from", "root", ("Postmortem",)),
                Why("The write load came from spam and from the deletion of a reported account", "contributing", ("Postmortem",)),
            )),
        )),
    )),
    Why("No copy newer than 17:20 could be restored", whys=(
        Why("The nightly dumps did not exist: pg_dump 9.2 refuses a 9.6 server", figures=("PostgreSQL",), whys=(
            Why("The mails that told of it were rejected for want of DMARC signatures, so the failure was not seen", "root", ("Postmortem",)),
            Why("Restores were not tested: durability of data was the task of no single role", "root", ("Postmortem",)),
        )),
        Why("For the database servers disk snapshots had not been switched on", "contributing", ("Postmortem",)),
        Why("Git repositories and wikis had to be restored, too", "ruled_out"),
    )),
    Why("The way back took about 18 hours", whys=(
        Why("The one usable copy lay in staging, whose disks give about 60 Mbit/s", whys=(
            Why("Snapshots were made for staging, once in 24 hours, and not for recovery", "root", ("Postmortem",)),
        )),
    )),
)  # fmt: skip


class Task(NamedTuple):
    """An action: the beginning of the why that it comes from (empty: none), and its fields."""

    source: str
    text: str
    owner: str
    ticket: str
    due: str
    kind: str
    horizon: str
    priority: str
    done: str = ""
    description: str = ""


TASKS: Final = (
    Task("Two terminals", "Show host and role in every prompt, each role in a colour of its own", "Infrastructure lead", "INFRA-1", "03-02-2017", "prevent", "short", "P1", "02-02-2017"),
    Task("Snapshots were made", "Take LVM snapshots every hour instead of every 24 hours", "DBA on call", "INFRA-2", "06-02-2017", "mitigate", "short", "P1", "03-02-2017"),
    Task("The mails that told", "Sign the mails of cron jobs, so that failures arrive", "Mail administrator", "INFRA-3", "10-02-2017", "fix", "short", "P1", "08-02-2017"),
    Task("Restores were not", "Name one owner for the durability of data", "Head of infrastructure", "INFRA-4", "10-02-2017", "process", "short", "P1", "10-02-2017"),
    Task("The mails that told", "Page when the newest backup is older than 24 hours or smaller than the one before", "Monitoring engineer", "INFRA-5", "17-02-2017", "detect", "long", "P1", "16-02-2017"),
    Task("Restores were not", "Restore the newest backup into an empty server every night, and page when that does not work", "Owner of data durability", "INFRA-6", "31-03-2017", "detect", "long", "P1", "29-03-2017"),
    Task("The primary drops", "Archive WAL segments with WAL-E", "DBA on call", "INFRA-7", "28-02-2017", "prevent", "long", "P2", "27-02-2017"),
    Task("No runbook described", "Write a runbook for rebuilding a replica, and rebuild one from it", "DBA on call", "INFRA-8", "17-02-2017", "process", "long", "P2", "17-02-2017"),
    Task("The write load", "Run two more replicas, and spread reads over them", "Infrastructure lead", "INFRA-9", "30-06-2017", "prevent", "long", "P3", "", "Seen as done when one replica can be taken away under full load."),
)  # fmt: skip

NOTES_OF: Final[dict[str, tuple[str, ...]]] = {
    "lessons.learned": (
        "A backup is one from the day that it has been restored from",
        "An alarm that comes by mail needs something that watches the mail",
        "A wait that prints nothing reads as a failure to whoever is under pressure",
    ),
    "lessons.went_well": (
        "The public document and the live stream: everybody could see what was known and what was done",
        "The team across time zones took over from one another",
    ),
    "lessons.went_wrong": (
        "The nightly dumps were absent, and nothing said so",
        "No restore had been tested",
        "There was no runbook for rebuilding a replica",
        "The prompts on both hosts looked alike",
    ),
    "lessons.got_lucky": (
        "The snapshot was six hours old by chance: the regular one could have been 24 hours old",
        "The removal was stopped after a second or two",
    ),
}

MEASURES: Final = (
    "Not available: about 18 hours",
    "Changes lost: from 17:20 to about 00:00 UTC",
    "Projects affected: about 5,000",
    "Comments lost: about 5,000",
    "New accounts lost: about 700",
)

RESOURCES: Final = (
    ("PostgreSQL logs of db1 and db2", "on the hosts, copied before the rebuild"),
    ("Shell histories of db1 and db2", "with the infrastructure lead"),
    ("LVM snapshot of 17:20", "staging"),
    ("Public notes document with its history", "see Fig. 4"),
    ("Dashboards of database load and replication lag", "monitoring, 31-01 17:00 to 02-02 00:00"),
)

QUESTIONS: Final = (
    ("Why did pg_basebackup seem to hang?", "It was waiting for the primary's checkpoint and says nothing meanwhile; its documentation did not make that clear.", "DBA on call"),
    ("Were Git repositories or wikis lost?", "No: they do not lie in the database.", "Support lead"),
    ("How much would have been lost without the snapshot of 17:20?", "Up to 24 hours: that often the regular one was taken.", "Infrastructure lead"),
)  # fmt: skip

PARKED_TOPIC: Final = "What of all this would a new colleague have known on the first night on call?"

CHAT: Final = ("What was noted as it happened (notes of the night)", CAPTURE)
LOG: Final = (
    "How PostgreSQL words these errors (an illustration, not the logs of that night)",
    "pg_basebackup: could not connect to server: FATAL: number of requested standby connections exceeds "
    "max_wal_senders (currently 3)\n"
    "FATAL: could not create semaphores: No space left on device\n"
    "pg_dump: server version: 9.6; pg_dump version: 9.2\n"
    "pg_dump: aborting because of server version mismatch\n",
)
LINKS: Final = (
    "Postmortem of database outage of January 31 (GitLab, 10-02-2017) "
    "https://about.gitlab.com/blog/2017/02/10/postmortem-of-database-outage-of-january-31/",
    "GitLab.com database incident (GitLab, 01-02-2017) "
    "https://about.gitlab.com/blog/2017/02/01/gitlab-dot-com-database-incident/",
)
READING: Final = (
    "PostgreSQL: continuous archiving and point-in-time recovery https://www.postgresql.org/docs/9.6/continuous-archiving.html",
    "PostgreSQL: pg_basebackup https://www.postgresql.org/docs/9.6/app-pgbasebackup.html",
)
