from __future__ import annotations

import threading

from ui.turns import Turns

PATIENCE_S = 20


def test_one_after_another_draws() -> None:
    turns, at_once, most = Turns(PATIENCE_S), 0, 0

    def draw() -> None:
        nonlocal at_once, most
        with turns.taken():
            at_once += 1
            most = max(most, at_once)
            threading.Event().wait(0.01)
            at_once -= 1

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert (most, at_once) == (1, 0)


def test_who_reads_data_lets_the_others_draw_meanwhile() -> None:
    turns, drawn = Turns(PATIENCE_S), threading.Event()

    def draw() -> None:
        with turns.taken():
            drawn.set()

    with turns.taken():
        turns.give_away()
        other = threading.Thread(target=draw)
        other.start()
        assert drawn.wait(PATIENCE_S)
    other.join(PATIENCE_S)
    with turns.taken():
        pass


def test_nobody_waits_for_ever_and_a_turn_that_was_not_had_is_not_given_back() -> None:
    turns, done = Turns(0.01), threading.Event()

    def draw() -> None:
        with turns.taken():
            done.set()

    with turns.taken():
        other = threading.Thread(target=draw)
        other.start()
        assert done.wait(PATIENCE_S)
        other.join(PATIENCE_S)
        late = threading.Thread(target=draw)
        done.clear()
        late.start()
        assert done.wait(PATIENCE_S)
        late.join(PATIENCE_S)
