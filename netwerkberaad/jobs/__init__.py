"""Work without anybody asking: a timetable over plain functions. Holds no rules."""

from netwerkberaad.jobs.runner import Runner, run_job, run_until_told
from netwerkberaad.jobs.timetable import TIMETABLE, Job, job_named

__all__ = ["TIMETABLE", "Job", "Runner", "job_named", "run_job", "run_until_told"]
