"""An office whose reports are under review: who signs, with real keys of ssh-keygen."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from reportkit.inputs.names import ROLES, SIGNERS
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters, read_parameters
from reportkit.review.desk import stale_at
from reportkit.review.publishing.publish import publish
from reportkit.review.publishing.verify import verified
from reportkit.review.signing.content import Content, Statement
from reportkit.review.signing.sign import sign_by_key, statement_of
from reportkit.review.signing.sign_offs import SignOff, sign_offs, signature_folder
from reportkit.review.signing.signers import Role
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, YEAR

PEOPLE = {Role.FIRST: "zhang", Role.SECOND: "li", Role.FINAL: "wang"}
STRANGER = "zhao"


@dataclass(frozen=True)
class Office:
    """A workspace with one report."""

    workspace: Path
    people: dict[Role, str] = field(default_factory=lambda: dict(PEOPLE))

    @property
    def parameters(self) -> Parameters:
        return read_parameters(self.workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    @property
    def data(self) -> Path:
        return self.workspace / self.parameters.data_folder

    @property
    def outputs(self) -> Path:
        return self.workspace / self.parameters.output_folder

    @property
    def published(self) -> Path:
        return self.workspace / self.parameters.published_folder

    @property
    def signatures(self) -> Path:
        return self.workspace / signature_folder(self.parameters)

    def key(self, person: str) -> Path:
        return self.workspace / "keys" / person

    def give_key(self, of: str, to: str) -> None:
        """Let somebody sign with the key of somebody else."""
        for suffix in ("", ".pub"):
            shutil.copyfile(f"{self.key(of)}{suffix}", f"{self.key(to)}{suffix}")

    def copy(self, folder: Path) -> Office:
        return Office(Path(shutil.copytree(self.workspace, folder / "office")))

    def make(self) -> None:
        assert Workspace(self.workspace).make(self.parameters).state is RunState.PASSED

    def stale(self) -> list[str]:
        return stale_at(self.parameters, self.workspace)

    def sign(self, role: Role, person: str) -> SignOff:
        key = self.key(person)
        return sign_by_key(self.parameters, self.workspace, role, key, person, self.stale())

    def statement(self, role: Role, person: str) -> Statement:
        return statement_of(self.parameters, self.workspace, role, person, self.stale())

    def sign_offs(self) -> dict[Role, SignOff]:
        return {one.role: one for one in sign_offs(self.workspace, self.parameters)}

    def publish(self, correct: str = "") -> bool:
        return publish(self.parameters, self.workspace, self.stale(), correct=correct)

    def wrong(self, folder: Path, *, rebuild: bool = False) -> list[str]:
        """Return what verifying a folder finds wrong."""
        checks = verified(str(folder), self.workspace, rebuild=rebuild)
        return [check.words for check in checks if check.good is False]


def add_signers(office: Office) -> None:
    """Make a key for each person and say who may sign as what."""
    lines = []
    office.key("").mkdir()
    for person in (*PEOPLE.values(), STRANGER):
        make_key(office.key(person))
        kind, key, *_ = office.key(person).with_suffix(".pub").read_text().split()
        if person != STRANGER:
            lines.append(f'{person} namespaces="reportkit",valid-before="20991231Z" {kind} {key}\n')
    (office.workspace / ROLES).parent.mkdir()
    (office.workspace / SIGNERS).write_text("".join(lines), "utf-8")
    roles = ["zhang: [初审]", "li: [first, second]", "wang: [终审, 复审]"]
    (office.workspace / ROLES).write_text("\n".join(roles), "utf-8")


def make_key(path: Path, kind: str = "ed25519") -> None:
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def ssh_sign(key: Path, text: Path, namespace: str = "reportkit") -> Path:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key), str(text)]
    text.with_name(f"{text.name}.sig").unlink(missing_ok=True)
    subprocess.run(command, check=True)
    return text.with_name(f"{text.name}.sig")


def ssh_verifies(text: Path, signers: Path, principal: str, when: dt.datetime) -> bool:
    """Whether OpenSSH takes the signature beside a text."""
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", principal, "-n", "reportkit"]
    command += ["-s", f"{text}.sig", f"-Overify-time={when:%Y%m%d%H%M%S}Z"]
    with text.open("rb") as stdin:
        return (
            subprocess.run(command, stdin=stdin, capture_output=True, check=False).returncode == 0
        )


def resigned(office: Office, role: Role, person: str, *, key: str = "", **changed: object) -> None:
    """Put a signature in place of one that is there, by whoever and of whatever is asked for."""
    content = office.sign_offs()[role].content
    assert content is not None
    said = {"content": content, "role": role, "principal": person}
    said["time"] = dt.datetime.now(dt.UTC).replace(microsecond=0)
    statement = Statement(**(said | changed))  # type: ignore[arg-type]
    text = office.signatures / f"{role.value}.txt"
    text.write_bytes(statement.text.encode())
    ssh_sign(office.key(key or person), text)


def other_content(content: Content) -> Content:
    """Return a content with another report.html."""
    files = dict(content.files) | {"report.html": "0" * 64}
    return Content(content.key, content.bureau_name, content.decisions, files)
