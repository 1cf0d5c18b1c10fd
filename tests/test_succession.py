"""Succession: chains of agreements, stated and inferred links apart."""

from geo.agreements import Basis, Status
from geo.succession import LapseCount, build_chains, count_lapsed


def years(chain):
    return [agreement.signed_on.year for agreement in chain.agreements]


def test_the_registers_chains_are_found_from_the_first_to_the_last(register):
    chains = build_chains(register)
    assert list(map(years, chains)) == [
        [1998, 2004, 2017], [2012, 2024], [2012, 2023], [2014, 2018, 2024],
    ]  # fmt: skip


def test_a_chain_knows_which_of_its_steps_the_register_states(register):
    dubrovno, _, _, minsk = build_chains(register)
    assert dubrovno.bases == (Basis.INFERRED, Basis.INFERRED)
    assert minsk.bases == (Basis.STATED, Basis.INFERRED)
    for chain in build_chains(register):
        assert len(chain.bases) == len(chain.agreements) - 1
        assert chain.agreements[-1].status == Status.IN_FORCE


def test_the_lapsed_are_counted_by_what_became_of_them(register, tiny_register):
    assert count_lapsed(register.agreements) == LapseCount(3, 3, 4)
    assert count_lapsed(tiny_register.agreements) == LapseCount(1, 0, 0)
    assert count_lapsed([]) == LapseCount(0, 0, 0)


def test_a_lapsed_agreement_without_a_successor_makes_no_chain(build_register):
    register = build_register(old={"successor_id": "", "successor_basis": None})
    assert build_chains(register) == ()
    assert count_lapsed(register.agreements) == LapseCount(0, 0, 1)
