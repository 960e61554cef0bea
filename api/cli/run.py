"""What the commands share: the session (evaluator, files) and reporting of answers and errors."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from api.canonical import canonical_bytes
from api.cli.words import printable, word
from api.errors import RequestInvalidError, SettingsInvalidError
from api.files import written_whole
from api.settings import read_settings
from inventories.errors import HakariError, RouteInvalidError
from methods.errors import ProposalInvalidError

if TYPE_CHECKING:
    from api.evaluation import Evaluator
    from api.results import (
        BackgroundCheckDocument,
        BackgroundSummary,
        ComparisonDocument,
        ExportDocument,
        ValidationDocument,
        VerificationDocument,
    )
    from api.sealing import Evaluated

Render = Callable[[Any, str], None]
Model = TypeVar("Model", bound=BaseModel)
OK, NEGATIVE, USAGE = 0, 1, 2


def language_of(choice: str) -> str:
    """Return ``en`` or ``ja``; ``auto`` follows the locale of the shell."""
    if choice != "auto":
        return choice
    locale = next(
        (os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), ""
    )
    return "ja" if locale.lower().startswith("ja") else "en"


class Shown:
    """Prints an answer once, as JSON or for a person, and keeps the exit status."""

    def __init__(self, as_json: bool, language: str) -> None:
        self.as_json = as_json
        self.language = language
        self.status = OK

    def show(self, document: BaseModel | Sequence[BaseModel], render: Render) -> None:
        """Print a document, or a list of documents."""
        plain = (
            [_plain(item) for item in document]
            if isinstance(document, Sequence)
            else _plain(document)
        )
        if self.as_json:
            _write_json(canonical_bytes(plain))
        else:
            render(plain, self.language)

    def show_bytes(self, body: bytes, render: Render) -> None:
        """Print a document that already is canonical JSON."""
        if self.as_json:
            _write_json(body)
        else:
            render(json.loads(body), self.language)

    def answer(self, positive: bool) -> None:
        """Make a negative answer exit with status 1."""
        if not positive:
            self.status = NEGATIVE

    def write_receipt(self, path: Path | None, receipt: bytes) -> None:
        """Write the receipt where asked; never over a folder, whole or not at all."""
        if path is None:
            return
        with written_whole(path) as part:
            part.write_bytes(receipt)
        sys.stderr.write(f"receipt: {path}\n")


def _plain(document: BaseModel) -> Any:
    return document.model_dump(mode="json", exclude_none=True)


def _write_json(body: bytes) -> None:
    sys.stdout.buffer.write(body + b"\n")
    sys.stdout.flush()


@contextmanager
def reported(as_json: bool, lang: str) -> Iterator[Shown]:
    """Run a command: errors become one problem on stdout (JSON) or stderr, never a traceback."""
    from api.problems import problem_of  # noqa: PLC0415

    shown = Shown(as_json, language_of(lang))
    try:
        yield shown
    except HakariError as error:
        _report(problem_of(error, shown.language), error, shown)
        shown.status = USAGE if isinstance(error, SettingsInvalidError) else NEGATIVE
    except OSError as error:
        title = _file_problem(error, shown.language)
        _report({"type": "file-error", "title": title, "status": 400}, error, shown)
        shown.status = NEGATIVE
    if shown.status != OK:
        raise typer.Exit(shown.status)


def _file_problem(error: OSError, language: str) -> str:
    """Say what is wrong with a file, in the reader's language where we know the error."""
    reason = word(errno.errorcode.get(error.errno or 0, ""), language)
    if not reason or reason.isupper():
        reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _report(problem: dict[str, Any], error: Exception, shown: Shown) -> None:
    if shown.as_json:
        _write_json(canonical_bytes(problem))
        return
    sys.stderr.write(printable(f"{problem['title']}\n{problem.get('detail', '')}").strip() + "\n")
    if isinstance(error, RouteInvalidError | ProposalInvalidError | RequestInvalidError):
        from api.cli import output  # noqa: PLC0415

        output.finding_lines(error.findings, shown.language, sys.stderr)


def _yaml_document(file: Path) -> dict[str, Any]:
    """Return a YAML or JSON file as plain data, read as strictly as a route."""
    from inventories.formats.reader import read_document  # noqa: PLC0415

    document = read_document(file.read_bytes(), file.name)
    if any(found.level == "error" for found in document.findings):
        raise RequestInvalidError(document.findings)
    return dict(document.value)


def _checked(model: type[Model], asked: dict[str, Any]) -> Model:
    """Return a request made of options; what does not fit is told as over HTTP."""
    try:
        return model.model_validate(asked)
    except ValidationError as error:
        from api.routes.bodies import findings_of  # noqa: PLC0415

        raise RequestInvalidError(findings_of(error.errors(), model, value=asked)) from error


class Session:
    """One run of the command: settings, and the evaluator made on first use."""

    def __init__(self) -> None:
        self.settings = read_settings()

    @cached_property
    def evaluator(self) -> Evaluator:
        """The façade over all calculations."""
        from api.evaluation import Evaluator  # noqa: PLC0415

        return Evaluator.create(self.settings.data_dir)

    def validate_file(self, file: Path) -> ValidationDocument:
        """Validate a document; its baseline is looked up beside it."""
        from api.results import ValidationDocument  # noqa: PLC0415

        found = self.evaluator.library.validated_file(file)
        return ValidationDocument(ok=found.ok, findings=found.findings)

    def assess(
        self,
        name: str,
        role: Literal["bio", "baseline"],
        guidelines: Sequence[str],
        indicators: Sequence[str],
        date: str | None,
        plant_start: str | None = None,
    ) -> Evaluated:
        """Assess a case id or a file."""
        reference = self.evaluator.library.of_name(name)
        return self.evaluator.assess_route(
            reference.in_role(role),
            tuple(guidelines),
            tuple(indicators),
            date,
            reference,
            plant_start=plant_start,
        )

    def compare(
        self, references: Sequence[str], asked: dict[str, Any], proposal: Path | None
    ) -> ComparisonDocument:
        """Matrix over cases (`all`: the library) and guidelines, and what else was asked for."""
        from api.comparisons import compared  # noqa: PLC0415
        from api.results import ComparisonRequest  # noqa: PLC0415
        from methods.guideline import checked_date  # noqa: PLC0415
        from methods.proposals import load_proposal  # noqa: PLC0415

        if asked["date"] is not None:
            checked_date(asked["date"])
        library = self.evaluator.library
        every = [library.ids if name == "all" else (name,) for name in references]
        names = dict.fromkeys(name for found in every for name in found)
        return compared(
            self.evaluator,
            [library.of_name(name) for name in names],
            _checked(ComparisonRequest, asked),
            load_proposal(proposal, asked["date"]) if proposal else None,
        )

    def parity(self, name: str, asked: dict[str, Any], tables: Path | None = None) -> Evaluated:
        """Weigh a case id or a file against its baseline in money; None: the default."""
        from api.results import ParityOptionsRequest  # noqa: PLC0415

        given = {key: value for key, value in asked.items() if value is not None}
        if tables is not None:
            given["tables"] = _yaml_document(tables)
        if (carbon := given.get("carbon")) and isinstance(carbon.get("chain"), Path):
            carbon["chain"] = _yaml_document(carbon["chain"])
        reference = self.evaluator.library.of_name(name)
        return self.evaluator.parity_of(reference, _checked(ParityOptionsRequest, given))

    def cash_flow(self, file: Path, asked: dict[str, Any]) -> Evaluated:
        """Solve a cash-flow file."""
        from api.results import CashFlowRequest  # noqa: PLC0415
        from parity.dcf.document import parsed_cash_flow  # noqa: PLC0415

        document = parsed_cash_flow(file.read_bytes())
        return self.evaluator.cash_flow(_checked(CashFlowRequest, {**asked, "document": document}))

    def export(
        self,
        reference: str,
        role: Literal["bio", "baseline"],
        format_: Literal["brightway", "bundle"],
        guideline: str,
        out: Path | None,
    ) -> ExportDocument:
        """Write a case to a file of another program."""
        from api.exports import export_case  # noqa: PLC0415

        found = self.evaluator.library.of_name(reference)
        return export_case(self.evaluator, found, role, format_, guideline, out)

    def verify_file(self, path: Path) -> VerificationDocument:
        """Recompute a receipt or a bundle."""
        from api.exports import read_bundle_or_receipt  # noqa: PLC0415

        return self.evaluator.verify(read_bundle_or_receipt(path))

    def build_background(self) -> Sequence[BackgroundSummary]:
        """Build the background again."""
        from api.evaluation import Evaluator  # noqa: PLC0415

        return Evaluator.rebuild(self.settings.data_dir).backgrounds()

    def check_background(self) -> BackgroundCheckDocument:
        """Check the background artefact."""
        return self.evaluator.check_background()
