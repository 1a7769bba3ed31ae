"""One transaction and the repositories that work in it."""

from __future__ import annotations

from sqlalchemy import Connection

from db.background import guarded_background
from db.dialects import Dialect
from db.figures.memory import FigureMemory
from db.figures.repository import Figures
from db.importing.imports import Imports
from db.repositories.accounts import Accounts
from db.repositories.action_alarms import ActionAlarms
from db.repositories.action_board import ActionBoardRows
from db.repositories.action_log import ActionLog
from db.repositories.action_pages import ActionPages
from db.repositories.actions import Actions
from db.repositories.alerts import Alerts
from db.repositories.analyses import Analyses
from db.repositories.annotations import Annotations
from db.repositories.arm_decisions import ArmDecisions
from db.repositories.arm_models import ArmModels
from db.repositories.audit import AuditTrail
from db.repositories.audit_page import AuditPages
from db.repositories.batches import Batches
from db.repositories.brands import Brands
from db.repositories.channels import Channels
from db.repositories.component_sums import ComponentSums
from db.repositories.contents import Contents
from db.repositories.decisions import Decisions
from db.repositories.drafts import Drafts
from db.repositories.experiment_log import ExperimentLog
from db.repositories.experiment_sums import ExperimentSums
from db.repositories.experiments import Experiments
from db.repositories.feedback_desk import FeedbackParts
from db.repositories.feedback_entries import FeedbackEntries
from db.repositories.feedback_loop import FeedbackLoop
from db.repositories.feedback_models import FeedbackModels
from db.repositories.gates import Gates
from db.repositories.goals import Goals
from db.repositories.insight_log import InsightLog
from db.repositories.insights import Insights
from db.repositories.jobs import Jobs
from db.repositories.leases import Leases
from db.repositories.mappings import Mappings
from db.repositories.operations import Operations
from db.repositories.outbox import Outbox
from db.repositories.outcome_models import OutcomeModels
from db.repositories.parameters import Parameters
from db.repositories.people import People
from db.repositories.pins import Pins
from db.repositories.settings import BrandSettings
from db.repositories.shadows import Shadows
from db.repositories.views import Views
from db.repositories.visits import Visits
from db.rollups.kept_sums import KeptSums
from db.rollups.repository import Rollups


class UnitOfWork:
    """A transaction with one repository per aggregate; what is not committed is rolled back."""

    def __init__(self, connection: Connection, dialect: Dialect, memory: FigureMemory | None = None) -> None:
        """Work on a connection whose transaction has begun; a memory only where nothing is written."""
        self.connection = connection
        """For modules of db only."""
        self.dialect = dialect
        """For modules of db only."""
        self.brands = Brands(connection)
        self.batches = Batches(connection)
        self.contents = Contents(connection, dialect)
        self.importing = Imports(connection, dialect, guarded_background(connection))
        self.mappings = Mappings(connection, dialect)
        self.drafts = Drafts(connection)
        self.annotations = Annotations(connection)
        self.analyses = Analyses(connection, dialect)
        self.settings = BrandSettings(connection, dialect)
        self.feedback_entries = FeedbackEntries(connection, dialect)
        self.feedback_parts = FeedbackParts(connection, dialect)
        self.feedback_loop = FeedbackLoop(connection, dialect)
        self.feedback_models, self.outcome_models = FeedbackModels(connection), OutcomeModels(connection)
        self.arm_decisions, self.arm_models = ArmDecisions(connection), ArmModels(connection)
        self.goals = Goals(connection, dialect)
        self.views = Views(connection)
        self.visits = Visits(connection, dialect)
        self.experiments = Experiments(connection, dialect)
        self.experiment_sums = ExperimentSums(connection)
        self.experiment_log = ExperimentLog(connection, dialect)
        self.actions = Actions(connection)
        self.action_alarms = ActionAlarms(connection, dialect)
        self.action_pages = ActionPages(connection)
        self.action_board = ActionBoardRows(connection)
        self.insights = Insights(connection)
        self.insight_log = InsightLog(connection, dialect)
        self.action_log = ActionLog(connection)
        self.parameters = Parameters(connection, dialect)
        self.pins, self.shadows = Pins(connection), Shadows(connection)
        self.gates = Gates(connection, dialect)
        self.people = People(connection, dialect)
        self.accounts = Accounts(connection, dialect)
        self.audit = AuditTrail(connection, dialect)
        self.audit_pages = AuditPages(connection)
        self.decisions = Decisions(connection)
        self.component_sums = ComponentSums(connection)
        self.kept_sums = KeptSums(connection, dialect)
        self.figures = Figures(connection, self.kept_sums, memory)
        self.rollups = Rollups(connection, dialect)
        self.jobs = Jobs(connection, dialect)
        self.leases = Leases(connection, dialect)
        self.operations = Operations(connection)
        self.channels, self.outbox = Channels(connection), Outbox(connection, dialect)
        self.alerts = Alerts(connection, dialect)

    def commit(self) -> None:
        """Make everything of this unit permanent; nothing may follow."""
        self.connection.commit()
