"""What people are used to and three jobs, each by mouse, by keyboard alone and on a phone."""

from collections.abc import Callable

import pytest

from tests.browser import Reader, Server
from tests.habits import HABITS, WAYS, do_all, size_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", WAYS)
def test_every_habit_takes_no_more_actions_than_are_written_down(
    server: Server, new_reader: Callable[..., Reader], way: str
):
    found = do_all(new_reader(server, size_of(way)), way)
    print(found)
    place = WAYS.index(way)
    assert found == {
        habit.name: habit.now[place] for habit in HABITS if habit.now[place] is not None
    }
