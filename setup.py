"""The MENT XBlocks as one distribution: blocks, Django app, assets and catalogues."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(
    r'^__version__ = "(.+)"$', (HERE / "ment_xblock/__init__.py").read_text(), re.MULTILINE
).group(1)

setup(
    name="ment-xblock",
    version=VERSION,
    description="Reverse mentoring in Open edX courses: six XBlocks that report to the gradebook",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=find_packages(include=["ment_xblock", "ment_xblock.*"]),
    include_package_data=True,
    install_requires=(HERE / "requirements/base.in").read_text().split("\n"),
    entry_points={
        "xblock.v1": [
            "ment_agreement = ment_xblock.blocks.agreement:AgreementXBlock",
            "ment_dashboard = ment_xblock.blocks.dashboard:DashboardXBlock",
            "ment_journal = ment_xblock.blocks.journal:JournalXBlock",
            "ment_matching = ment_xblock.blocks.matching:MatchingXBlock",
            "ment_survey = ment_xblock.blocks.survey:SurveyXBlock",
            "ment_training = ment_xblock.blocks.training:TrainingXBlock",
        ],
        "lms.djangoapp": ["ment_xblock = ment_xblock.apps:MentConfig"],
        "cms.djangoapp": ["ment_xblock = ment_xblock.apps:MentConfig"],
        "openedx.course_tab": ["ment_xblock = ment_xblock.extensions.course_tab:MentTab"],
    },
    classifiers=[
        "Development Status :: 4 - Beta",
        "Framework :: Django :: 4.2",
        "Framework :: Django :: 5.2",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
    ],
)
