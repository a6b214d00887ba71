"""A writer is killed at random moments while others read; nothing is lost, nobody sees an error.

A few moments in the ordinary run, as many as ``CRASHES`` says: ``CRASHES=100 pytest -q -s`` on
this file. The writer puts, removes, merges and rebuilds; what it does follows from a number, so
that the state after each step is known.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from search.engine import Document
from search.engines.whoosh import WhooshEngine
from search.query import Phrase, Query

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("CRASHES", "3"))
READERS = 2
STATES = [{}]
STEPS = 8  # that a writer does at most before it is killed in the next
LONGEST = 0.08  # seconds that it is given for that one
WRITER = """
import sys
from pathlib import Path
from tests.search.engines.test_crashes import write
write(Path(sys.argv[1]), int(sys.argv[2]))
"""


def document(pk, step):
    texts = tuple(f"第{step}步，党建引领第{line}段" for line in range(40))
    return Document(pk, f"报道{pk}", texts, digest=str(step), date=20240101 + step % 28)


def action(step):
    """Return what a step does: the keys that it puts, those that it removes, or a rebuild."""
    chance = random.Random(step)
    if step % 20 == 0:
        return "rebuild", ()
    keys = tuple(chance.sample(range(60), chance.choice((1, 1, 1, 5))))
    return ("remove" if chance.random() < 0.15 else "put"), keys


def state(step):
    """Return the step that each document stems from, after *step* steps."""
    while len(STATES) <= step:
        kind, keys = action(len(STATES))
        if kind == "remove":
            after = {pk: at for pk, at in STATES[-1].items() if pk not in keys}
        else:
            after = STATES[-1] | dict.fromkeys(keys, len(STATES))
        STATES.append(after)
    return STATES[step]


def tell(step):
    sys.stdout.write(f"{step}\n")
    sys.stdout.flush()


def write(root, step):
    """Go on from *step* for ever, telling each that is done."""
    engine = WhooshEngine(root)
    tell(step)
    while True:
        step += 1
        kind, keys = action(step)
        if kind == "put":
            engine.put([document(pk, step) for pk in keys])
        elif kind == "remove":
            engine.remove(keys)
        else:
            engine.rebuild([document(pk, at) for pk, at in state(step).items()])
        tell(step)


def read(root, stop, failures):
    engine = WhooshEngine(root)
    while not stop.is_set():
        try:
            digests = engine.digests()
            found = engine.search(Query.parse("党建引领"), facets=("year",))
            assert abs(found.total - len(digests)) <= 60
            engine.search(Query(tree=Phrase("第3段")), sort="newest")
        except Exception as error:
            failures.append(error)
            raise


def kill(root, step, steps, moment):
    """Kill a writer *moment* seconds after so many *steps*, and return the step it last told."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WRITER, str(root), str(step)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [process.stdout.readline() for _ in range(1 + steps)]
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    told += process.communicate()[0].splitlines()
    assert process.returncode == -signal.SIGKILL
    return int(told[-1])


def test_a_killed_writer_leaves_the_last_state_or_the_next(tmp_path):
    root = tmp_path / "index"
    WhooshEngine(root).rebuild([])
    stop, failures = threading.Event(), []
    readers = [threading.Thread(target=read, args=(root, stop, failures)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    chance, step = random.Random(), 0
    try:
        for _ in range(ROUNDS):
            told = kill(root, step, chance.randrange(STEPS), chance.uniform(0, LONGEST))
            engine = WhooshEngine(root)
            digests = {pk: int(digest) for pk, digest in engine.digests().items()}
            assert digests in (state(told), state(told + 1))
            step = told if digests == state(told) else told + 1
            for at in set(list(digests.values())[:5]):
                found = engine.search(Query(tree=Phrase(f"第{at}步")), size=100).pks
                assert set(found) == {pk for pk, mark in digests.items() if mark == at}
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert failures == []
    sys.stdout.write(f"{ROUNDS} kills, {step} steps done\n")
