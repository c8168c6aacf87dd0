"""Holds the sample metrics against prometheus-client's parser and against report.json."""
import json
import pathlib
import sys

from prometheus_client.parser import text_string_to_metric_families


def samples(text):
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge", family
        assert family.documentation, family
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in found, f"twice: {key}"
            found[key] = sample.value
    return found


def main(folder):
    files = sorted(pathlib.Path(folder).glob("*.prom"))
    assert len(files) >= 8, files
    count = 0
    for file in files:
        report = json.loads(file.with_suffix(".json").read_bytes())
        found = samples(file.read_bytes().decode())
        count += len(found)

        def value(name, **labels):
            return found.pop((name, tuple(sorted({"job": report["job"], **labels}.items()))))

        assert value("muster_job_last_exit_code") == report["exit"]
        assert value("muster_job_duration_seconds") == report["duration_seconds"]
        assert value("muster_job_last_run_timestamp_seconds") >= 0
        for outcome in ["new", "changed", "unchanged", "rejected", "held", "suppressed"]:
            assert value("muster_job_rows", outcome=outcome) == report["counts"][outcome]
        assert value("muster_job_issued_artifacts") == report["counts"]["issued"]
        assert value("muster_job_known_users") == report["counts"]["known"]
        assert value("muster_job_vanished_users") == report["counts"]["vanished"]
        sums = {}
        for group in report["findings"]:
            key = (group["code"], group["severity"])
            sums[key] = sums.get(key, 0) + group["count"]
        for (code, severity), number in sums.items():
            assert value("muster_job_findings", code=code, severity=severity) == number
        for effect in report["effects"]:
            labels = {
                "effect": effect["id"], "destructive": "true" if effect["destructive"] else "false"}
            assert value("muster_job_effect_rows", state="issued", **labels) == effect["accepted"]
            assert value("muster_job_effect_rows", state="held", **labels) == effect["held"]
        for limit in report["limits"]:
            assert value("muster_job_limit_exceeded", limit=limit["name"]) == limit["exceeded"]
        rest = {name for name, _ in found}
        assert rest <= {
            "muster_job_last_success_timestamp_seconds",
            "muster_job_earliest_best_before_timestamp_seconds",
            "muster_job_latest_best_before_timestamp_seconds"}, rest
    print(f"check-report: {len(files)} files of metrics, {count} samples: as prometheus-client reads them")


main(sys.argv[1])
