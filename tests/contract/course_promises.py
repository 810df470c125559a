"""What every host promises in a course: people, enrolments, the acting person, blocks, links."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.people import Person
from tests.contract.world import AGREEMENT, ANOTHER_COURSE, World


class PeoplePromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``."""

    world: World

    def test_a_person_has_a_name_an_address_a_language_and_a_time_zone(self) -> None:
        giulia = self.world.add_person(
            "giulia",
            full_name="Giulia Ferri",
            email="giulia@example.org",
            language="it",
            time_zone="Europe/Rome",
        )
        assert self.world.host.people([giulia]) == {
            giulia: Person(
                giulia, "giulia", "Giulia Ferri", "giulia@example.org", "it", "Europe/Rome"
            )
        }

    def test_who_gave_no_name_is_called_by_the_username(self) -> None:
        amir = self.world.add_person("amir")
        person = self.world.host.people([amir])[amir]
        assert (person.full_name, person.language, person.time_zone) == ("amir", "", "")

    def test_unknown_and_retired_people_are_left_out(self) -> None:
        anna, tomas = self.world.add_person("anna"), self.world.add_person("tomas")
        self.world.retire(tomas)
        assert set(self.world.host.people([anna, tomas, 99_999])) == {anna}

    def test_many_people_cost_no_more_queries_than_one(self) -> None:
        everybody = [self.world.add_person(f"learner{number}") for number in range(5)]
        assert self._queries(everybody[:1]) == self._queries(everybody)

    def _queries(self, user_ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(self.world.host.people(user_ids)) == len(user_ids)
        return len(queries)

    def test_learners_stand_in_the_order_of_their_names(self) -> None:
        for username, full_name in (
            ("z1", "Sofia Lind"),
            ("b", "anna Berg"),
            ("a", "Anna Berg"),
            ("mario", ""),
        ):
            self.world.enrol(self.world.add_person(username, full_name=full_name))
        assert self._learners() == ["a", "b", "mario", "z1"]

    def test_only_active_learners_are_learners(self) -> None:
        for username in ("chiara", "gone", "nora", "retired", "yusuf"):
            user_id = self.world.add_person(username)
            if username != "nora":
                self.world.enrol(user_id)
            if username == "chiara":
                self.world.make_staff(user_id)
            if username == "gone":
                self.world.leave(user_id)
            if username == "retired":
                self.world.retire(user_id)
        assert self._learners() == ["yusuf"]

    def test_search_looks_at_full_name_and_username(self) -> None:
        self.world.enrol(self.world.add_person("first", full_name="Ioana Popa"))
        self.world.enrol(self.world.add_person("ioana2", full_name="Greta Falk"))
        self.world.enrol(self.world.add_person("third", full_name="Paolo Riva"))
        assert self._learners(search=" IOANA ") == ["ioana2", "first"]
        assert self._learners(search="riva") == ["third"]
        assert self._learners(search="  ") == ["ioana2", "first", "third"]
        assert self._learners(search="100%") == []

    def test_a_page_of_learners_knows_how_many_there_are(self) -> None:
        for number in range(5):
            self.world.enrol(self.world.add_person(f"learner{number}"))
        page = self.world.host.learners(self.world.course_key, search="learner", offset=3, limit=1)
        assert [person.username for person in page.people] == ["learner3"]
        assert page.total == 5

    def test_another_course_run_has_none_of_these_learners(self) -> None:
        self.world.enrol(self.world.add_person("lena"))
        for elsewhere in (ANOTHER_COURSE, ""):
            page = self.world.host.learners(elsewhere)
            assert (page.people, page.total) == ((), 0)
            assert self.world.host.learner_ids(elsewhere) == ()

    def _learners(self, **search: str) -> list[str]:
        page = self.world.host.learners(self.world.course_key, **search)
        assert page.total == len(page.people)
        ids = self.world.host.learner_ids(self.world.course_key, **search)
        assert ids == tuple(person.user_id for person in page.people)
        return [person.username for person in page.people]

    def test_enrolment_is_known_at_once(self) -> None:
        lena = self.world.add_person("lena")
        assert not self._is_enrolled(lena)
        self.world.enrol(lena)
        assert self._is_enrolled(lena)
        assert not self.world.host.is_enrolled(ANOTHER_COURSE, lena)
        assert not self.world.host.is_enrolled("", lena)
        self.world.leave(lena)
        assert not self._is_enrolled(lena)
        assert not self._is_enrolled(99_999)

    def test_of_many_people_the_enrolled_ones_are_told_in_one_query(self) -> None:
        lena, piotr, nora = (self.world.add_person(name) for name in ("lena", "piotr", "nora"))
        self.world.enrol(lena)
        self.world.enrol(piotr)
        self.world.leave(piotr)
        with CaptureQueriesContext(connection) as queries:
            found = self.world.host.enrolled_ids(self.world.course_key, [lena, piotr, nora])
        assert (found, len(queries)) == ({lena}, 1)
        assert self.world.host.enrolled_ids("", [lena]) == frozenset()
        assert self.world.host.enrolled_ids(self.world.course_key, []) == frozenset()

    def test_the_courses_that_somebody_teaches_are_those_where_they_are_staff(self) -> None:
        chiara, lena = self.world.add_person("chiara"), self.world.add_person("lena")
        self.world.make_staff(chiara)
        host, both = self.world.host, [self.world.course_key, ANOTHER_COURSE, ""]
        assert host.taught_by(chiara, both) == {self.world.course_key}
        assert host.taught_by(chiara, [ANOTHER_COURSE]) == frozenset()
        assert host.taught_by(chiara, []) == frozenset()
        assert host.taught_by(lena, both) == host.taught_by(99_999, both) == frozenset()

    def test_a_course_without_cohorts_knows_none(self) -> None:
        lena = self.world.add_person("lena")
        self.world.enrol(lena)
        host = self.world.host
        assert host.cohort_names(self.world.course_key) == ()
        assert host.cohorts_of(self.world.course_key, [lena]) == {}
        assert host.cohort_names("") == ()
        assert host.cohorts_of("", [lena]) == {}

    def test_the_cohorts_of_many_are_told_in_one_query(self) -> None:
        lena, piotr, nora = (self.world.add_person(name) for name in ("lena", "piotr", "nora"))
        for user_id in (lena, piotr, nora):
            self.world.enrol(user_id)
        self.world.put_in_cohort(lena, "Thursday")
        self.world.put_in_cohort(piotr, "Monday")
        host, course_key = self.world.host, self.world.course_key
        with CaptureQueriesContext(connection) as queries:
            found = host.cohorts_of(course_key, [lena, piotr, nora, 99_999])
        assert (found, len(queries)) == ({lena: "Thursday", piotr: "Monday"}, 1)
        assert host.cohort_names(course_key) == ("Monday", "Thursday")
        assert host.cohorts_of(course_key, []) == {}
        assert host.cohorts_of(ANOTHER_COURSE, [lena]) == {}
        assert self._learners(cohort="Monday") == ["piotr"]
        assert self._learners(cohort="Friday") == []
        assert self._learners(cohort="Monday", search="lena") == []

    def test_all_names_of_somebody_are_known_also_after_retirement(self) -> None:
        anna = self.world.add_person("anna", full_name="Anna Berg", email="anna@example.org")
        assert {"anna", "Anna Berg"} <= self.world.host.names_of(anna)
        self.world.retire(anna)
        assert {"anna", "Anna Berg"} <= self.world.host.names_of(anna)
        assert self.world.host.names_of(99_999) == frozenset()

    def test_a_course_without_an_end_has_none(self) -> None:
        for course_key in (self.world.course_key, ANOTHER_COURSE, ""):
            assert self.world.host.course_end(course_key) is None

    def test_course_runs_are_called_by_their_names_in_one_query_at_most(self) -> None:
        host, known = self.world.host, self.world.course_key
        with CaptureQueriesContext(connection) as queries:
            names = host.course_names([known, ANOTHER_COURSE, "", "no key"])
        assert set(names) == {known}
        assert names[known].strip()
        assert len(queries) <= 1
        assert host.course_names([]) == {}

    def test_the_kinds_of_blocks_that_an_author_switched_on(self) -> None:
        assert all(self.world.host.advanced_modules(key) == () for key in (ANOTHER_COURSE, ""))
        assert isinstance(self.world.host.advanced_modules(self.world.course_key), tuple)

    def test_enrolments_of_many_are_known_at_once(self) -> None:
        lena, piotr = self.world.add_person("lena"), self.world.add_person("piotr")
        self.world.enrol(lena)
        host = self.world.host
        assert host.enrolled_ids(self.world.course_key, [lena, piotr, 99_999]) == {lena}
        assert host.enrolled_ids(self.world.course_key, []) == frozenset()
        assert host.enrolled_ids(ANOTHER_COURSE, [lena]) == frozenset()
        assert host.enrolled_ids("", [lena]) == frozenset()

    def _is_enrolled(self, user_id: int) -> bool:
        return self.world.host.is_enrolled(self.world.course_key, user_id)

    def test_course_staff_is_told_from_others(self) -> None:
        chiara, piotr = self.world.add_person("chiara"), self.world.add_person("piotr")
        self.world.enrol(piotr)
        self.world.make_staff(chiara)
        host = self.world.host
        assert host.staff_ids(self.world.course_key, [chiara, piotr, 99_999]) == {chiara}
        assert host.staff_ids(self.world.course_key, []) == frozenset()
        assert host.staff_ids(ANOTHER_COURSE, [chiara]) == frozenset()
        assert host.staff_ids("", [chiara]) == frozenset()

    def test_the_team_of_the_course_run_is_known(self) -> None:
        chiara, gone = self.world.add_person("chiara"), self.world.add_person("gone")
        self.world.enrol(self.world.add_person("piotr"))
        for user_id in (chiara, gone):
            self.world.make_staff(user_id)
        self.world.retire(gone)
        host = self.world.host
        assert host.team_ids(self.world.course_key) == {chiara}
        assert host.team_ids(ANOTHER_COURSE) == frozenset()
        assert host.team_ids("") == frozenset()

    def test_anonymous_ids_of_instructor_tools_are_resolved(self) -> None:
        piotr = self.world.add_person("piotr")
        assert self.world.host.user_id_of(self.world.anonymous_id(piotr)) == piotr
        assert self.world.host.user_id_of("nobody") is None


class ActorPromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``."""

    world: World

    def test_nobody_is_an_actor_without_a_person(self) -> None:
        actor = self.world.host.actor(self.world.open(self.world.block(), by=None))
        assert actor.course_key == self.world.course_key
        assert actor.person is None
        assert not any((actor.is_enrolled, actor.is_staff, actor.is_masquerading))

    def test_a_learner_acts_as_themselves(self) -> None:
        giulia = self.world.add_person("giulia", full_name="Giulia Ferri", language="it")
        self.world.enrol(giulia)
        actor = self.world.host.actor(self.world.open(self.world.block(), by=giulia))
        assert actor.course_key == self.world.course_key
        assert actor.person == self.world.host.people([giulia])[giulia]
        assert actor.is_enrolled
        assert not any((actor.is_staff, actor.is_masquerading))

    def test_a_stranger_is_signed_in_and_no_more(self) -> None:
        nora = self.world.add_person("nora")
        actor = self.world.host.actor(self.world.open(self.world.block(), by=nora))
        assert actor.user_id == nora
        assert not any((actor.is_enrolled, actor.is_staff, actor.is_masquerading))

    def test_the_course_team_is_staff_without_being_enrolled(self) -> None:
        chiara = self.world.add_person("chiara")
        self.world.make_staff(chiara)
        actor = self.world.host.actor(self.world.open(self.world.block(), by=chiara))
        assert actor.user_id == chiara
        assert actor.is_staff
        assert not any((actor.is_enrolled, actor.is_masquerading))

    def test_who_leaves_the_course_is_not_enrolled_from_then_on(self) -> None:
        lena = self.world.add_person("lena")
        self.world.enrol(lena)
        block = self.world.open(self.world.block(), by=lena)
        assert self.world.host.actor(block).is_enrolled
        self.world.leave(lena)
        assert not self.world.host.actor(block).is_enrolled

    def test_staff_who_view_as_a_learner_are_that_learner_and_masquerading(self) -> None:
        chiara, mario = self.world.add_person("chiara"), self.world.add_person("mario")
        self.world.make_staff(chiara)
        self.world.enrol(mario)
        block = self.world.open(self.world.block(), by=chiara, viewing_as=mario)
        actor = self.world.host.actor(block)
        assert actor.user_id == mario
        assert actor.is_masquerading
        assert actor.is_enrolled
        assert not actor.is_staff

    def test_nobody_authors_a_block_on_a_page_of_the_course(self) -> None:
        chiara = self.world.add_person("chiara")
        self.world.make_staff(chiara)
        usage_key = self.world.block()
        assert not self.world.host.may_author(self.world.open(usage_key, by=chiara))
        assert not self.world.host.may_author(self.world.open(usage_key, by=None))


class BlockPromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``."""

    world: World

    def test_a_loaded_block_knows_its_address(self) -> None:
        usage_key = self.world.block(weight=2.5)
        block = self.world.open(usage_key, by=self.world.add_person("nora"))
        ref = self.world.host.block_ref(block)
        assert (ref.usage_key, ref.course_key) == (usage_key, self.world.course_key)
        assert (ref.block_type, ref.weight) == (AGREEMENT, 2.5)
        assert self.world.host.course_key(block) == self.world.course_key

    def test_an_emptied_weight_counts_as_one(self) -> None:
        usage_key = self.world.block(weight=None)
        assert self.world.host.block_ref(self.world.open(usage_key, by=None)).weight == 1.0

    def test_a_weight_of_nothing_stays_nothing(self) -> None:
        usage_key = self.world.block(weight=0.0)
        assert self.world.host.block_ref(self.world.open(usage_key, by=None)).weight == 0.0

    def test_the_course_knows_its_blocks_of_a_type(self) -> None:
        usage_key = self.world.block(weight=2.0)
        (ref,) = self.world.host.blocks(self.world.course_key, AGREEMENT)
        assert ref == self.world.host.block_ref(self.world.open(usage_key, by=None))
        assert ref.name == self.world.open(usage_key, by=None).display_name != ""
        assert self.world.host.blocks(self.world.course_key, "ment_nothing") == ()
        assert self.world.host.blocks(ANOTHER_COURSE, AGREEMENT) == ()
        assert self.world.host.blocks("", AGREEMENT) == ()

    def test_a_link_leads_to_the_block_from_anywhere(self) -> None:
        assert self.world.host.unit_url(self.world.block()).startswith(("http://", "https://"))
        assert self.world.host.unit_url("no-such-block") == ""
        assert self.world.host.unit_url("") == ""

    def test_the_full_address_of_a_path(self) -> None:
        address = self.world.host.site_url(self.world.course_key, "/ment/calendar/x.ics")
        assert address.startswith(("http://", "https://"))
        assert address.endswith("/ment/calendar/x.ics")

    def test_now_has_a_time_zone(self) -> None:
        assert self.world.host.now().utcoffset() == timedelta(0)
