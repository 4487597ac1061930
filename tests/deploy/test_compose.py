"""docker-compose.yml and deploy/Dockerfile: valid, closed by default, and about the programs that are really there."""

import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.cli.table import COMMANDS
from hub.settings import Settings
from hub.supervisor.table import PROCESSES

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
PINNED = re.compile(r"^[\w./-]+:v?\d+\.\d+(\.\d+)?[\w.-]*$")


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return read


SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name: one for name, one in SERVICES.items() if "build" in one}
each = pytest.mark.parametrize("name", SERVICES)
ours = pytest.mark.parametrize("name", OURS)


def test_file_keeps_to_the_compose_specification() -> None:
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    assert judged.returncode == 0, judged.stdout


def test_every_process_of_the_hub_has_its_service() -> None:
    run = [one["command"] for one in OURS.values()]
    assert {words[1] for words in run if words[0] == "run"} == {process.name for process in PROCESSES}
    assert run.count(["run", "consumer"]) == 2
    assert {words[0] for words in run} <= {row.name for row in COMMANDS}


@each
def test_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["read_only"] is (name != "kafka")
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert "privileged" not in service
    assert "network_mode" not in service


@each
def test_service_is_published_on_the_loopback_address_alone(name: str) -> None:
    assert [port for port in SERVICES[name].get("ports", []) if not port.startswith("127.0.0.1:")] == []


@each
def test_service_has_a_health_check_unless_it_ends_by_itself(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check == {"disable": True} if name == "migrate" else check["test"][0] == "CMD"


@each
def test_image_is_pinned_to_a_version(name: str) -> None:
    image = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", SERVICES[name]["image"])
    assert PINNED.match(image)


@ours
def test_process_waits_for_what_it_needs(name: str) -> None:
    waits = SERVICES[name]["depends_on"]
    needs = {"postgres": "service_healthy"}
    if name != "migrate":
        needs |= {"kafka": "service_healthy", "migrate": "service_completed_successfully"}
    assert {part: how["condition"] for part, how in waits.items()} == needs


@ours
def test_environment_names_settings_that_exist_and_no_secret(name: str) -> None:
    given = {variable.removeprefix("SIMPUL_").lower() for variable in SERVICES[name]["environment"]}
    assert given - Settings.model_fields.keys() == set()
    assert "database" not in given


def test_every_consumer_has_a_name_of_its_own() -> None:
    names = [one["environment"]["SIMPUL_PROCESS"] for one in OURS.values() if one["command"][0] == "run"]
    assert len(names) == len(set(names))


def test_secrets_are_files_that_are_never_committed() -> None:
    read = compose()
    files = [secret["file"] for secret in read["secrets"].values()] + SERVICES["kafka"]["env_file"]
    assert [file for file in files if not file.startswith("deploy/secrets/")] == []
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    used = {secret for one in SERVICES.values() for secret in one.get("secrets", [])}
    assert used == read["secrets"].keys()


def test_volumes_and_networks_are_all_declared_and_used() -> None:
    read = compose()
    mounted = {volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", []) if not volume.startswith(".")}
    joined = {network for one in SERVICES.values() for network in one["networks"]}
    assert (mounted, joined) == (set(read["volumes"]), set(read["networks"]))
    assert read["networks"]["inside"] == {"internal": True}
    assert [name for name in ("kafka", "postgres", "evaluator", "consumer-1") if "outside" in SERVICES[name]["networks"]] == []


def test_secrets_script_makes_everything_once(tmp_path: Path) -> None:
    (tmp_path / "secrets.sh").write_bytes((ROOT / "deploy/secrets.sh").read_bytes())

    def run() -> dict[str, str]:
        subprocess.run(["sh", str(tmp_path / "secrets.sh")], check=True, capture_output=True)  # noqa: S603, S607 -- our own script
        return {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}

    first = run()
    assert run() == first
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    wanted = {Path(secret["file"]).name for secret in compose()["secrets"].values()} | {"kafka.env"}
    assert first.keys() == wanted
    assert first["simpul_database"] == f"postgresql://simpul:{first['postgres_password']}@postgres:5432/simpul"
    assert re.fullmatch(r"CLUSTER_ID=[\w-]{22}", first["kafka.env"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", first["master.key"])


def test_image_runs_without_root_from_pinned_bases_and_locked_packages() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert [base for base in bases if not PINNED.match(base)] == []
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == [SERVICES["web"]["user"]]
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"^(ADD|ENV .*(PASSWORD|SECRET|KEY))", DOCKERFILE, re.MULTILINE)


def test_build_gets_only_what_the_image_copies() -> None:
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]}
    allowed = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert allowed[0] == "*"
    assert {line.removeprefix("!") for line in allowed if line.startswith("!")} == copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
