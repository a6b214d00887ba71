"""The tables of the archive, one file a noun."""

from articles.models.article import Article, ArticleStatus, Byline, Caption, Claim
from articles.models.batch import Batch, BatchFile, BatchStage, Outcome
from articles.models.brand import Brand
from articles.models.departure import Departure, Left
from articles.models.entry import Entry
from articles.models.fact import Fact, Origin, Reviewed, ReviewStatus
from articles.models.job import EvaluationRun, Job, JobStatus
from articles.models.likeness import Likeness, Sample
from articles.models.mention import (
    BrandMention,
    OrganizationMention,
    RegionMention,
    ThemeEvidence,
)
from articles.models.merger import Apart, Forward, MergeKind, Merger
from articles.models.metric import Indicator, Metric
from articles.models.organization import Organization, OrganizationAlias
from articles.models.outlook import Outlook
from articles.models.policy import PolicyTerm
from articles.models.region import Region, RegionName
from articles.models.report import Report
from articles.models.review import ReviewItem, ReviewKind, Skip
from articles.models.seams import Seams
from articles.models.source import Segment, Source
from articles.models.theme import Theme
from articles.models.verdict import Reason, Ruling, Verdict
from articles.models.visit import Visit

__all__ = [
    "Apart",
    "Article",
    "ArticleStatus",
    "Batch",
    "BatchFile",
    "BatchStage",
    "Brand",
    "BrandMention",
    "Byline",
    "Caption",
    "Claim",
    "Departure",
    "Entry",
    "EvaluationRun",
    "Fact",
    "Forward",
    "Indicator",
    "Job",
    "JobStatus",
    "Left",
    "Likeness",
    "MergeKind",
    "Merger",
    "Metric",
    "Organization",
    "OrganizationAlias",
    "OrganizationMention",
    "Origin",
    "Outcome",
    "Outlook",
    "PolicyTerm",
    "Reason",
    "Region",
    "RegionMention",
    "RegionName",
    "Report",
    "ReviewItem",
    "ReviewKind",
    "ReviewStatus",
    "Reviewed",
    "Ruling",
    "Sample",
    "Seams",
    "Segment",
    "Skip",
    "Source",
    "Theme",
    "ThemeEvidence",
    "Verdict",
    "Visit",
]
