"""The facilitator at the matching desk: proposes, changes, publishes; and nothing is half done."""

import pytest
from django.core import mail

from ment_xblock.domain.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.matching import DEFAULT_LEVELS, Criterion, Level
from ment_xblock.domain.pairing import State
from ment_xblock.models import Decision, ForbiddenPair, MatchRun, Pairing, Participant, Proposal
from ment_xblock.selectors.charter import stored_charter
from ment_xblock.selectors.match_result import match_result
from ment_xblock.selectors.matching_desk import changes_since
from ment_xblock.services import matching_run
from ment_xblock.services.charter import save_charter
from tests.services.matchmaking import (
    change,
    desk_of,
    everybody,
    open_run,
    proposal,
    propose,
    proposed,
    publish,
    take_part,
)
from tests.world import CHIARA
from workbench_site.models import CourseStaff, Enrolment

pytestmark = pytest.mark.usefixtures("at_noon")
BEST = {("giulia", "mario"), ("piotr", "anna"), ("lena", "tomas")}


@pytest.fixture
def people(world):
    return everybody(world)


def goals(world, *ids):
    """The charter has these goals."""
    revision, _values = stored_charter(world.course_key)
    typed = {"goals": list(ids)}
    save_charter(host=world.host, actor=world.actor(CHIARA), typed=typed, base_revision=revision)


def codes(refused):
    return [(one.field, one.code) for one in refused.value.problems]


class TestProposing:
    def test_everybody_gets_who_fits_best(self, world, people):
        propose(world)
        assert proposed() == BEST
        row = next(
            row for row in desk_of(world).run.proposals if row.mentor.name.startswith("Giulia")
        )
        assert row.reasons[0].code == "covers_tasks"
        assert row.next_best is not None

    def test_nothing_reaches_anybody(self, world, people):
        propose(world)
        assert not Pairing.objects.exists()
        assert not mail.outbox
        for name in people:
            assert match_result(host=world.host, actor=world.actor(name)).matches == ()

    def test_who_has_no_complete_profile_or_has_left_is_not_proposed(self, world, people):
        take_part(world, "giulia", languages=[])
        Enrolment.objects.filter(user__username="piotr").update(is_active=False)
        CourseStaff.objects.create(user_id=world.user_id("lena"), course_key=world.course_key)
        propose(world)
        assert proposed() == set()
        left = {row.person.name.split()[0] for row in desk_of(world).run.left}
        assert left == {"Mario", "Anna", "Tomás"}

    def test_locked_pairs_stay_and_the_rest_is_found_anew(self, world, people):
        propose(world)
        change(world, "unpair", proposal_id=proposal("giulia", "mario").pk)
        change(world, "unpair", proposal_id=proposal("piotr", "anna").pk)
        change(world, "pair_by_hand", mentor_id=people["giulia"], mentee_id=people["anna"])
        first = open_run()
        propose(world)
        assert proposed() == {("giulia", "anna"), ("piotr", "mario"), ("lena", "tomas")}
        first.refresh_from_db()
        assert (first.state, first.open_for) == ("discarded", None)
        assert proposal("giulia", "anna").origin == "hand"
        change(world, "set_lock", proposal_id=proposal("giulia", "anna").pk, locked=False)
        propose(world)
        assert proposed() == BEST

    def test_open_pairs_stay_as_they_are(self, world, people):
        world.pair("giulia", "anna")
        propose(world)
        assert proposed() == {("piotr", "mario"), ("lena", "tomas")} or proposed() == {
            ("lena", "tomas"),
            ("piotr", "mario"),
        }

    def test_a_junior_left_over_joins_a_pair_with_room(self, world, people):
        take_part(world, "amir", skills={"quote-as-pdf": 4})
        take_part(world, "mario", capacity=2)
        propose(world)
        assert len(proposed()) == 4
        assert sum(senior == "mario" for _, senior in proposed()) == 2

    def test_levels_decide(self, world, people):
        take_part(world, "giulia", times=["sun-morning"])
        take_part(world, "anna", times=["sun-morning"])
        only_times = dict.fromkeys(Criterion, Level.OFF) | {Criterion.TIMES: Level.LOT}
        propose(world, levels=only_times)
        assert ("giulia", "anna") in proposed()
        assert open_run().levels["times"] == "lot"
        propose(world)
        assert open_run().levels["times"] == "lot", "the last levels are kept"
        propose(world, levels=DEFAULT_LEVELS)
        assert Decision.objects.filter(kind="levels").count() == 2, "each choice is written down"

    def test_the_goals_of_the_charter_decide_what_counts(self, world, people):
        goals(world, "innovation")
        propose(world)
        assert open_run().levels == {**DEFAULT_LEVELS, "variety": "normal"}
        goals(world, "engagement")
        propose(world)
        assert open_run().levels == {**DEFAULT_LEVELS, "times": "lot"}
        assert not Decision.objects.filter(kind="levels").exists(), "nobody chose anything"

    def test_what_the_facilitator_chose_stays_until_they_leave_it_to_the_goals(self, world, people):
        goals(world, "innovation")
        own = {**DEFAULT_LEVELS, Criterion.STYLE: Level.OFF}
        propose(world, levels=own)
        goals(world, "engagement")
        propose(world)
        assert open_run().levels == own
        change_nothing = {Criterion(one): Level(level) for one, level in open_run().levels.items()}
        propose(world, levels=change_nothing)
        assert Decision.objects.filter(kind="levels").count() == 1
        propose(world, levels=own, by_goals=True)
        assert open_run().levels == {**DEFAULT_LEVELS, "times": "lot"}
        propose(world)
        assert open_run().levels == {**DEFAULT_LEVELS, "times": "lot"}

    def test_to_send_what_counts_anyway_is_no_choice(self, world, people):
        propose(world, levels=DEFAULT_LEVELS)
        goals(world, "innovation")
        propose(world)
        assert open_run().levels["variety"] == "normal"

    def test_a_large_cohort_is_a_job(self, world, people, monkeypatch):
        monkeypatch.setattr(matching_run, "AT_ONCE", 5)
        run_id = matching_run.propose_matching(host=world.host, actor=world.actor(CHIARA))
        run = MatchRun.objects.get(pk=run_id)
        assert run.progress == "waiting"
        with pytest.raises(WrongState, match="matching_busy"):
            change(world, "forbid", first_id=people["giulia"], second_id=people["mario"], reason="")
        matching_run.compute(host=world.host, run_id=run_id)
        run.refresh_from_db()
        assert run.progress == "done"
        assert proposed() == BEST

    def test_a_job_that_fails_says_so(self, world, people, monkeypatch):
        monkeypatch.setattr(matching_run, "AT_ONCE", 5)
        monkeypatch.setattr(matching_run, "propose", lambda *given: 1 / 0)
        run_id = propose(world)
        assert MatchRun.objects.get(pk=run_id).progress == "failed"

    def test_a_job_of_a_run_that_was_replaced_leaves_the_new_one_alone(
        self, world, people, monkeypatch
    ):
        monkeypatch.setattr(matching_run, "AT_ONCE", 5)
        old = matching_run.propose_matching(host=world.host, actor=world.actor(CHIARA))
        new = propose(world)
        matching_run.compute(host=world.host, run_id=old)
        assert not Proposal.objects.filter(run_id=old).exists()
        assert proposed(new) == BEST


class TestChanging:
    def test_forbidden_pairs_are_taken_apart_and_never_come_back(self, world, people):
        propose(world)
        ids = {"first_id": people["mario"], "second_id": people["giulia"]}
        change(world, "forbid", **ids, reason="They are cousins")
        assert ("giulia", "mario") not in proposed()
        propose(world)
        assert ("giulia", "mario") not in proposed()
        assert len(proposed()) == 3
        row = ForbiddenPair.objects.get()
        with pytest.raises(Invalid) as refused:
            change(world, "pair_by_hand", mentor_id=people["giulia"], mentee_id=people["mario"])
        assert ("mentee", "barred_forbidden") in codes(refused)
        change(world, "allow", forbidden_id=row.pk)
        propose(world)
        assert proposed() == BEST

    def test_both_ways_round_are_one_rule(self, world, people):
        change(world, "forbid", first_id=people["mario"], second_id=people["giulia"], reason="a")
        change(world, "forbid", first_id=people["giulia"], second_id=people["mario"], reason="b")
        assert ForbiddenPair.objects.get().reason == "b"

    def test_a_swap_exchanges_partners(self, world, people):
        propose(world)
        ids = {
            "first_id": proposal("giulia", "mario").pk,
            "second_id": proposal("piotr", "anna").pk,
        }
        cost = change(world, "swap_cost", **ids)
        assert proposed() == BEST, "looking changes nothing"
        assert cost.change < 0
        change(world, "swap", **ids)
        assert proposed() == {("piotr", "mario"), ("giulia", "anna"), ("lena", "tomas")}
        fits = {(row.mentor.name, row.mentee.name): row.fit for row in desk_of(world).run.proposals}
        now = fits["Piotr Zalewicz", "Mario Tessarin"] + fits["Giulia Morbelli", "Anna Kowalik"]
        before = sum(facts["fit"] for *_, facts in cost.before)
        assert cost.change == round(100 * (now - before))
        back = {
            "first_id": proposal("piotr", "mario").pk,
            "second_id": proposal("giulia", "anna").pk,
        }
        change(world, "swap", **back)
        assert proposed() == BEST

    def test_a_swap_that_breaks_a_rule(self, world, people):
        propose(world)
        change(world, "forbid", first_id=people["giulia"], second_id=people["anna"], reason="")
        first, second = proposal("giulia", "mario").pk, proposal("piotr", "anna").pk
        with pytest.raises(Invalid) as refused:
            change(world, "swap", first_id=first, second_id=second)
        assert codes(refused) == [("second", "barred_forbidden")]
        with pytest.raises(Invalid) as refused:
            change(world, "swap", first_id=first, second_id=first)
        assert codes(refused) == [("second", "swap_shares_person")]
        assert proposed() == BEST

    def test_by_hand_keeps_the_rules(self, world, people):
        propose(world)
        with pytest.raises(Invalid) as refused:
            change(world, "pair_by_hand", mentor_id=people["giulia"], mentee_id=people["anna"])
        assert codes(refused) == [("mentor", "no_place_left"), ("mentee", "no_place_left")]
        with pytest.raises(Invalid) as refused:
            change(world, "pair_by_hand", mentor_id=people["mario"], mentee_id=10**9)
        assert codes(refused) == [("mentor", "barred_gone"), ("mentee", "barred_gone")]
        with pytest.raises(Invalid) as refused:
            change(world, "pair_by_hand", mentor_id=people["giulia"], mentee_id=people["mario"])
        assert codes(refused) == [("mentee", "already_proposed")]

    def test_capacity(self, world, people):
        take_part(world, "amir", skills={"quote-as-pdf": 4})
        propose(world)
        (left,) = desk_of(world).run.left
        assert [fact.code for fact in left.facts] == ["all_taken", "one_more_place"]
        change(world, "set_capacity", participant_id=people["mario"], capacity=2)
        assert Participant.objects.get(pk=people["mario"]).capacity == 2
        assert [fact.code for fact in desk_of(world).run.left[0].facts] == ["run_again"]
        propose(world)
        assert not desk_of(world).run.left
        with pytest.raises(Invalid) as refused:
            change(world, "set_capacity", participant_id=people["mario"], capacity=1)
        assert codes(refused) == [("capacity", "below_open_pairings")]

    def test_each_change_is_a_version_and_is_written_down(self, world, people):
        propose(world)
        before = open_run().version
        change(world, "set_lock", proposal_id=proposal("giulia", "mario").pk, locked=True)
        change(world, "set_lock", proposal_id=proposal("giulia", "mario").pk, locked=True)
        change(world, "unpair", proposal_id=proposal("piotr", "anna").pk)
        assert open_run().version == before + 2
        lines = [(line.kind, line.by.split()[0], line.mentor) for line in desk_of(world).decisions]
        assert lines == [
            ("unpair", "Chiara", "Piotr Zalewicz"),
            ("lock", "Chiara", "Giulia Morbelli"),
            ("propose", "Chiara", ""),
        ]

    @pytest.mark.parametrize(
        ("act", "what"),
        [
            ("set_lock", {"proposal_id": 10**9, "locked": True}),
            ("unpair", {"proposal_id": 10**9}),
            ("swap", {"first_id": 10**9, "second_id": 10**9}),
            ("swap_cost", {"first_id": 10**9, "second_id": 10**9}),
            ("allow", {"forbidden_id": 10**9}),
            ("forbid", {"first_id": 10**9, "second_id": 1, "reason": ""}),
            ("set_capacity", {"participant_id": 10**9, "capacity": 1}),
        ],
    )
    def test_what_is_not_there(self, world, people, act, what):
        propose(world)
        with pytest.raises(NotFound):
            change(world, act, **what)

    @pytest.mark.parametrize("who", ["giulia", "nora"])
    def test_only_facilitators(self, world, people, who):
        propose(world)
        pair = proposal("giulia", "mario").pk
        for act, what in (
            ("set_lock", {"proposal_id": pair, "locked": True}),
            ("unpair", {"proposal_id": pair}),
            ("forbid", {"first_id": people["giulia"], "second_id": people["mario"], "reason": ""}),
            ("set_capacity", {"participant_id": people["giulia"], "capacity": 3}),
        ):
            with pytest.raises(NotAllowed):
                change(world, act, by=who, **what)
        with pytest.raises(NotAllowed):
            publish(world, by=who)

    def test_a_run_of_another_course_is_out_of_reach(self, world, people):
        propose(world)
        pair = proposal("giulia", "mario").pk
        other = world.elsewhere()
        with pytest.raises(WrongState, match="no_open_matching"):
            change(other, "unpair", proposal_id=pair)
        with pytest.raises(NotFound):
            change(other, "forbid", first_id=people["giulia"], second_id=people["mario"], reason="")


class TestPublishing:
    def test_pairs_open_and_each_is_told_of_nobody_else(self, world, people):
        propose(world)
        published = publish(world)
        pairs = Pairing.objects.filter(pk__in=published.pairings)
        found = set(pairs.values_list("mentor__user__username", "mentee__user__username"))
        assert found == BEST
        assert {pair.state for pair in pairs} == {State.DRAFT}
        assert len(mail.outbox) == 6
        names = {"Giulia", "Mario", "Piotr", "Anna", "Lena", "Tomás"}
        for message in mail.outbox:
            reader = message.to[0].partition("@")[0]
            partner = next(two for two in BEST if reader in two)
            html = message.alternatives[0][0]
            others = names - {one.capitalize().replace("Tomas", "Tomás") for one in partner}
            for text in (message.subject, message.body, html):
                assert not [name for name in others if name in text]

    def test_who_was_told_sees_why_on_the_page(self, world, people):
        propose(world)
        publish(world)
        (match,) = match_result(host=world.host, actor=world.actor("giulia")).matches
        assert (match.partner_name, match.state, match.may_decline) == ("Mario", State.DRAFT, True)
        assert [fact.code for fact in match.reasons] == [
            "covers_tasks",
            "same_times",
            "same_language",
        ]

    def test_what_another_facilitator_changed_meanwhile_is_told(self, world, people):
        propose(world)
        seen = open_run().version
        CourseStaff.objects.create(user_id=world.user_id("nora"), course_key=world.course_key)
        change(world, "unpair", by="nora", proposal_id=proposal("giulia", "mario").pk)
        with pytest.raises(Stale, match="matching_changed"):
            publish(world, version=seen)
        assert not Pairing.objects.exists()
        assert not mail.outbox
        (line,) = changes_since(host=world.host, actor=world.actor(CHIARA), version=seen)
        assert (line.kind, line.by, line.mentor) == ("unpair", "Nora Weidling", "Giulia Morbelli")

    def test_a_pair_that_does_not_fit_any_more_holds_all_back(self, world, people):
        propose(world)
        pair = proposal("giulia", "mario")
        take_part(world, "giulia", languages=["pl"])
        Enrolment.objects.filter(user__username="piotr").update(is_active=False)
        with pytest.raises(matching_run.PairsBroken) as refused:
            publish(world)
        assert refused.value.broken == {
            pair.pk: ("barred_language",),
            proposal("piotr", "anna").pk: ("barred_gone",),
        }
        assert not Pairing.objects.exists()
        assert open_run().state == "proposed"

    def test_who_was_paired_by_hand_meanwhile_holds_all_back(self, world, people):
        propose(world)
        pair = proposal("giulia", "mario")
        world.pair("giulia", "anna")
        with pytest.raises(matching_run.PairsBroken) as refused:
            publish(world)
        assert refused.value.broken[pair.pk] == ("barred_capacity",)

    def test_nothing_to_publish(self, world):
        take_part(world, "giulia")
        propose(world)
        with pytest.raises(WrongState, match="nothing_to_publish"):
            publish(world)

    def test_twice_is_once(self, world, people):
        run_id = propose(world)
        seen = open_run().version
        publish(world)
        with pytest.raises(Stale):
            matching_run.publish(
                host=world.host, actor=world.actor(CHIARA), run_id=run_id, version=seen
            )
        assert Pairing.objects.count() == 3

    def test_discarded_is_gone(self, world, people):
        propose(world)
        matching_run.discard(host=world.host, actor=world.actor(CHIARA))
        assert desk_of(world).run is None
        assert not mail.outbox
        assert [line.state for line in desk_of(world).history] == ["discarded"]
        with pytest.raises(WrongState):
            matching_run.discard(host=world.host, actor=world.actor(CHIARA))
