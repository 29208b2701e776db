# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Winners by pref_voting, abcvoting and pabutools: an election as JSON a line in, its winners as JSON a line out."""

import json
import sys
from fractions import Fraction

from abcvoting import abcrules, preferences
from pabutools import election as pb
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pref_voting import grade_methods, iterative_methods, margin_based_methods
from pref_voting.grade_profiles import GradeProfile
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies


def with_ties(case):
    """Ballots by rank; what is unranked is equal and last."""
    ranks = [{option: rank for option, rank in enumerate(ballot) if rank is not None} for ballot in case["ballots"]]
    profile = ProfileWithTies(ranks, rcounts=case["weights"], candidates=list(range(case["options"])))
    profile.use_extended_strict_preference()
    return profile


def linear(case):
    orders = [sorted(range(case["options"]), key=lambda option: ballot[option]) for ballot in case["ballots"]]
    return Profile(orders, rcounts=case["weights"])


def winning_votes(profile):
    return lambda one, other: profile.support(one, other)


def grades(case):
    voters = [dict(enumerate(ballot)) for ballot in case["ballots"]]
    profile = GradeProfile(voters, sorted({grade for voter in voters for grade in voter.values()} | {0, 1}),
                           gcounts=case["weights"], candidates=list(range(case["options"])))
    return profile


def budget(case):
    projects = [pb.Project(f"{place:03}", cost) for place, cost in enumerate(case["costs"])]
    instance = pb.Instance(projects, budget_limit=case["money"])
    if case["points"]:
        ballots = [pb.CumulativeBallot({projects[place]: points for place, points in vote}) for vote in case["votes"]]
        return instance, pb.CumulativeProfile(ballots), pb.Additive_Cardinal_Sat
    ballots = [pb.ApprovalBallot([projects[place] for place, _ in vote]) for vote in case["votes"]]
    return instance, pb.ApprovalProfile(ballots), pb.Cost_Sat


def bought(outcome):
    return sorted(int(project.name) for project in outcome)


def winners(case):
    method = case["method"]
    if method == "schulze margins":
        return margin_based_methods.beat_path(with_ties(case))
    if method == "schulze winning-votes":
        profile = with_ties(case)
        return margin_based_methods.beat_path(profile, strength_function=winning_votes(profile))
    if method == "ranked-pairs margins":
        return margin_based_methods.ranked_pairs(with_ties(case))
    if method == "irv all":
        return iterative_methods.instant_runoff(linear(case))
    if method == "irv parallel":
        return iterative_methods.instant_runoff_put(linear(case))
    if method == "irv truncated":
        return iterative_methods.instant_runoff_for_truncated_linear_orders(with_ties(case), hide_warnings=True)
    if method == "score":
        return grade_methods.score_voting(grades(case), evaluation_method="sum")
    if method == "approval":
        return grade_methods.approval(grades(case))
    if method == "majority-judgment":
        return grade_methods.majority_judgement(grades(case))
    if method == "approval seats":
        profile = preferences.Profile(case["options"])
        for ballot, weight in zip(case["ballots"], case["weights"]):
            for _ in range(weight):
                profile.add_voter([option for option, score in enumerate(ballot) if score])
        committees = abcrules.compute_av(profile, case["seats"], resolute=False)
        return sorted({option for committee in committees for option in committee})
    if method == "budget-greedy":
        instance, profile, satisfaction = budget(case)
        return bought(greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction))
    if method == "equal-shares":
        instance, profile, satisfaction = budget(case)
        return bought(method_of_equal_shares(instance, profile, sat_class=satisfaction, voter_budget_increment=1))
    raise ValueError(method)


for line in sys.stdin:
    print(json.dumps([int(winner) for winner in winners(json.loads(line))]), flush=True)
