"""Events and logs of Kubernetes: tables with ages, the same as JSON, lines of klog."""

import json

from pmtui.intake.timeline.filters import Wanted
from tests.intake.timeline.test_formats import read, told


def test_the_table_of_kubectl_get_events_counts_its_ages_back_from_now():
    intake = read(
        "$ kubectl get events -A\n"
        "NAMESPACE   LAST SEEN            TYPE      REASON      OBJECT          MESSAGE\n"
        "shop        7m30s                Normal    Scheduled   pod/till-7c9f   Assigned shop/till-7c9f to node-4\n"
        "shop        3m (x12 over 2d4h)   Warning   BackOff     pod/till-7c9f   Restarting  the failed container\n"
        "shop        <unknown>            Normal    Pulled                      Image is there\n"
    )
    assert intake.kind == "events of Kubernetes"
    assert [(e.at, e.precision, e.text, e.source) for e in intake.events] == [
        ("2026-11-20T08:52:30Z", "about", "Scheduled: Assigned shop/till-7c9f to node-4", "shop pod/till-7c9f"),
        (
            "2026-11-20T08:57:00Z",
            "about",
            "Warning BackOff: Restarting  the failed container (x12 over 2d4h)",
            "shop pod/till-7c9f",
        ),
        (None, "exact", "Pulled: Image is there", "shop"),
    ]
    assert [row.place for row in intake.account] == [None, None, *["timeline"] * 3]
    assert "ages count back from now" in intake.notes[0]


def test_the_events_below_kubectl_describe_are_a_table_as_well():
    intake = read(
        "Events:\n"
        "  Type     Reason     Age                 From     Message\n"
        "  ----     ------     ----                ----     -------\n"
        "  Warning  Unhealthy  90s (x2 over 110s)  kubelet  Readiness probe failed\n"
    )
    assert told(intake, "at", "text", "who") == [
        ("2026-11-20T08:58:30Z", "Warning Unhealthy: Readiness probe failed (x2 over 110s)", "kubelet")
    ]


def test_a_table_of_events_may_be_narrow_old_and_broken_by_a_page():
    intake = read(
        "LAST SEEN   FIRST SEEN   COUNT   NAME            KIND TYPE      REASON   SOURCE  MESSAGE\n"
        "5m          2h           3       till.15fe0c35   Pod  Warning   BackOff  kubelet Back-off \\\n"
        "restarting the container\n"
        "<unknown>                        till.15fe0c36   Pod  Normal    Pulled   kubelet Image is there\n"
    )
    assert told(intake, "at", "text", "source", "who") == [
        (
            "2026-11-20T08:55:00Z",
            "Warning BackOff: Back-off restarting the container (x3)",
            "Pod/till.15fe0c35",
            "kubelet",
        ),
        ("None", "Pulled: Image is there", "Pod/till.15fe0c36", "kubelet"),
    ]


def test_events_of_kubernetes_as_json_say_their_times():
    event = {
        "kind": "Event", "reason": "BackOff", "message": "Back-off", "type": "Warning", "count": 4,
        "involvedObject": {"kind": "Pod", "name": "till", "namespace": "shop"}, "source": {"component": "kubelet"},
        "firstTimestamp": "2026-11-18T14:00:00Z", "lastTimestamp": "2026-11-18T14:05:00Z", "metadata": {"name": "t.1"},
    }  # fmt: skip
    intake = read(json.dumps({"kind": "List", "items": [event]}))
    assert intake.kind == "events of Kubernetes"
    assert told(intake, "at", "text", "who", "source") == [
        ("14:05:00Z", "Warning BackOff: Back-off (x4)", "kubelet", "shop pod/till")
    ]


def test_the_lines_of_klog_have_their_day_without_its_year():
    intake = read(
        "I1118 14:02:31.000000    1234 kubelet.go:2349] node is ready\n"
        'E1118 14:02:32.250000       7 store.go:12] "lost" err="timeout"\n'
        "goroutine 1 [running]:\n"
        "W1119 00:00:01.000000       7 store.go:12] slow\n"
    )
    assert intake.kind == "log of Kubernetes (klog)"
    assert told(intake, "at", "text", "source") == [
        ("14:02:31Z", "INFO node is ready", "kubelet.go:2349"),
        ("14:02:32.25Z", 'ERROR "lost" err="timeout"\ngoroutine 1 [running]:', "store.go:12"),
        ("2026-11-19T00:00:01Z", "WARNING slow", "store.go:12"),
    ]
    begin, end = "2026-11-18T14:02:32Z", "2026-11-18T23:00:00Z"
    assert len(read(
        "I1118 14:02:31.000000 1 a.go:1] x\nI1118 14:02:33.000000 1 a.go:1] y\n", wanted=Wanted(begin=begin, end=end)
    ).events) == 1  # fmt: skip
