import signal

import pytest

import rig
from cells import CELLS

# A test that hangs must not take the others with it.
LIMIT = 240


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes long; not in the quick run")


@pytest.fixture(autouse=True)
def limit():
    def expired(signum, frame):
        raise TimeoutError(f"not done after {LIMIT} s")

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def shared():
    """One kernel for the tests of a file that leave it as it was. At its end it
    must go by itself and leave neither processes nor files."""
    kernel = rig.Kernel()
    try:
        yield kernel
        kernel.stop()
    finally:
        kernel.close()


@pytest.fixture
def client(shared):
    """A client of its own at the shared kernel, with the imports done. What a test
    that failed has left running is stopped."""
    client = shared.client()
    client.run(CELLS.imports).ok()
    yield client
    if rig.GO:
        client.interrupt()
    client.close()
    shared.clients.remove(client)


@pytest.fixture
def start():
    """start(**options) starts a kernel for one test."""
    kernels = []

    def start(**options):
        kernels.append(rig.Kernel(**options))
        return kernels[-1]

    yield start
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def kernel(start):
    return start()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Adds what the kernels said to the report of a failure."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, rig.Kernel):
                report.sections.append(("kernel", value.said()[-4000:]))
