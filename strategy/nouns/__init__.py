"""Every noun of the plan, in the order in which people meet them."""

from strategy.kernel.record import Record
from strategy.kernel.records import register
from strategy.nouns.agenda_item import AgendaItem
from strategy.nouns.application import Application
from strategy.nouns.application_interface import ApplicationInterface
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.assessment import Assessment
from strategy.nouns.assessment_answer import AssessmentAnswer
from strategy.nouns.body import Body
from strategy.nouns.budget_cap import BudgetCap
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.budget_share import BudgetShare
from strategy.nouns.card import Card
from strategy.nouns.chapter import Chapter
from strategy.nouns.cluster import Cluster
from strategy.nouns.comment import Comment
from strategy.nouns.comparison_city import ComparisonCity
from strategy.nouns.comparison_value import ComparisonValue
from strategy.nouns.consultation import Consultation
from strategy.nouns.cost_band import CostBand
from strategy.nouns.cost_line import CostLine
from strategy.nouns.criterion import Criterion
from strategy.nouns.deadline import Deadline
from strategy.nouns.dependency import Dependency
from strategy.nouns.deputy import Deputy
from strategy.nouns.distribution_key import DistributionKey
from strategy.nouns.distribution_key_share import DistributionKeyShare
from strategy.nouns.domain_mapping import DomainMapping
from strategy.nouns.event import AwaitedEvent
from strategy.nouns.evidence import Evidence
from strategy.nouns.faction import Faction
from strategy.nouns.finding import Finding
from strategy.nouns.framework_condition import FrameworkCondition
from strategy.nouns.funding import Funding
from strategy.nouns.goal import Goal
from strategy.nouns.group_member import GroupMember
from strategy.nouns.group_topic import GroupTopic
from strategy.nouns.guest_link import GuestLink
from strategy.nouns.guideline import Guideline
from strategy.nouns.guideline_question import GuidelineQuestion
from strategy.nouns.import_run import ImportRun
from strategy.nouns.indicator import Indicator
from strategy.nouns.indicator_value import IndicatorValue
from strategy.nouns.interview import Interview
from strategy.nouns.interview_answer import InterviewAnswer
from strategy.nouns.legislative_term import LegislativeTerm
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.link import Link
from strategy.nouns.maturity_criterion import MaturityCriterion
from strategy.nouns.maturity_level import MaturityLevel
from strategy.nouns.maturity_model import MaturityModel
from strategy.nouns.measure import Measure
from strategy.nouns.meeting import Meeting
from strategy.nouns.membership import Membership
from strategy.nouns.milestone import Milestone
from strategy.nouns.motion import Motion
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.paper import Paper
from strategy.nouns.paper_attachment import PaperAttachment
from strategy.nouns.paper_proposer import PaperProposer
from strategy.nouns.paper_signature import PaperSignature
from strategy.nouns.participant_group import ParticipantGroup
from strategy.nouns.person import Person
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.planning_rule import PlanningRule
from strategy.nouns.point import Point
from strategy.nouns.post import Post
from strategy.nouns.postponement import Postponement
from strategy.nouns.price_step import PriceStep
from strategy.nouns.principle import Principle
from strategy.nouns.printed_card import PrintedCard
from strategy.nouns.production_variant import ProductionVariant
from strategy.nouns.project import Project
from strategy.nouns.provenance import Provenance
from strategy.nouns.publication import Publication
from strategy.nouns.recommendation import Recommendation
from strategy.nouns.rejection_reason import RejectionReason
from strategy.nouns.replacement import Replacement
from strategy.nouns.report_definition import ReportDefinition
from strategy.nouns.report_due import ReportDue
from strategy.nouns.resolution import Resolution
from strategy.nouns.risk import Risk
from strategy.nouns.scale_level import ScaleLevel
from strategy.nouns.score import Score
from strategy.nouns.service import Service
from strategy.nouns.staff_cap import StaffCap
from strategy.nouns.step_done import StepDone
from strategy.nouns.survey_file import SurveyFile
from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.nouns.swot_entry import SwotEntry
from strategy.nouns.synergy import Synergy
from strategy.nouns.tariff_step import TariffStep
from strategy.nouns.visibility import Visibility
from strategy.nouns.vision import Vision
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase

NOUNS: tuple[type[Record], ...] = (
    Municipality,
    OrganisationUnit,
    Post,
    Person,
    Vision,
    Principle,
    FrameworkCondition,
    SwotEntry,
    StepDone,
    Goal,
    Indicator,
    IndicatorValue,
    ComparisonCity,
    ComparisonValue,
    ProductionVariant,
    Application,
    ApplicationUse,
    DistributionKey,
    DistributionKeyShare,
    ApplicationInterface,
    Project,
    CostLine,
    PersonnelRate,
    TariffStep,
    PriceStep,
    BudgetLine,
    Synergy,
    Service,
    MaturityModel,
    MaturityCriterion,
    MaturityLevel,
    Assessment,
    AssessmentAnswer,
    Guideline,
    GuidelineQuestion,
    Interview,
    InterviewAnswer,
    Finding,
    Recommendation,
    Evidence,
    SurveyRound,
    SurveyReply,
    SurveyFile,
    Workshop,
    WorkshopPhase,
    ParticipantGroup,
    Cluster,
    Card,
    Point,
    PrintedCard,
    RejectionReason,
    LifeDomainSystem,
    LifeDomain,
    DomainMapping,
    Measure,
    Funding,
    BudgetShare,
    Replacement,
    Dependency,
    Milestone,
    Risk,
    Criterion,
    ScaleLevel,
    Score,
    PlanEntry,
    BudgetCap,
    StaffCap,
    PlanningRule,
    CostBand,
    Chapter,
    LegislativeTerm,
    Faction,
    Body,
    Membership,
    Meeting,
    GroupTopic,
    AgendaItem,
    Paper,
    PaperProposer,
    PaperSignature,
    PaperAttachment,
    Consultation,
    Postponement,
    Motion,
    Resolution,
    GroupMember,
    Deputy,
    AwaitedEvent,
    Deadline,
    ReportDue,
    ReportDefinition,
    Publication,
    GuestLink,
    Visibility,
    Comment,
    Link,
    ImportRun,
    Provenance,
)

register(NOUNS)
