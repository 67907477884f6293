"""Kernels forked from a warm parent: they are what an ordinary kernel is, only sooner."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager

from cxlab._lab import kernels
from cxlab._lab.kernels import handle, provisioner, turns

ROOT = Path(__file__).parents[2]
NAME = "cxlab-nursery"
PATIENCE = 60  # seconds, on a machine that is busy with other things
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="kernels are forked on Linux only"
)


@pytest.fixture(scope="module")
def parent():
    """Return the warm parent that the tests share."""
    kernels.warm()
    yield handle.current()
    handle.current().close()


class Visit:
    """A running kernel, and what it says."""

    def __init__(self, env=None, cwd=None):
        self.options = {"env": {**os.environ, **(env or {})}, "cwd": cwd}

    async def __aenter__(self):
        self.manager = AsyncKernelManager(
            kernel_name="python3", client_class="cxlab._lab.patience.PatientClient"
        )
        self.manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
        await self.manager.start_kernel(**self.options)
        await self.connect()
        return self

    async def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(PATIENCE)

    async def __aexit__(self, *_):
        self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    async def run(self, code):
        """Return what the code prints, shows and fails with."""
        said = []
        await self.client.execute_interactive(code, output_hook=said.append, timeout=PATIENCE)
        return [each for each in said if each["msg_type"] not in ("status", "execute_input")]

    async def told(self, code):
        """Return what the code prints, read as JSON."""
        (said,) = await self.run(f"import json; print(json.dumps({code}))")
        return json.loads(said["content"]["text"])

    async def ended(self):
        """Wait for the end of the kernel, and return its exit code."""

        async def poll():
            while (code := await self.manager.provisioner.poll()) is None:
                await asyncio.sleep(0.01)
            return code

        return await asyncio.wait_for(poll(), PATIENCE)

    @property
    def process(self):
        return self.manager.provisioner.process


def visit(steps, **options):
    """Run the steps in one kernel."""

    async def whole():
        async with Visit(**options) as kernel:
            return await steps(kernel)

    return asyncio.run(whole())


def gone(pid):
    """Wait until a process is no more."""
    try:
        psutil.Process(pid).wait(PATIENCE)
    except psutil.NoSuchProcess:
        return True
    return True


# ---- what a forked kernel is ---------------------------------------------------------------------


def test_a_fork_has_the_surroundings_it_was_given(parent, tmp_path):
    async def steps(kernel):
        await kernel.run("import os, sys, signal, threading, gc")
        return kernel.process, await kernel.told(
            "{'cwd': os.getcwd(), 'query': os.environ['QUERY_STRING'], 'path': sys.path[:1], "
            "'names': sorted(set(globals()) - {'json'}), 'argv': sys.argv[0], "
            "'parent': [os.getppid(), int(os.environ['JPY_PARENT_PID'])], "
            "'home': 'HOME' in os.environ, 'group': os.getpgid(0) == os.getpid(), "
            "'main': sys.modules['__main__'] is not None and __name__, 'gc': gc.isenabled(), "
            "'term': signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, "
            "'child': signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL, "
            "'stdin': sys.stdin.read() if hasattr(sys.stdin, 'read') else ''}"
        )

    env = {"QUERY_STRING": "lang=zh&数据=meiyu"}
    process, told = visit(steps, env=env, cwd=str(tmp_path))
    assert isinstance(process, handle.Kernel)
    assert told["cwd"] == str(tmp_path)
    assert told["query"] == env["QUERY_STRING"]
    assert told["path"] != [str(ROOT)]
    assert told["parent"] == [parent.pid, parent.pid]
    assert told["home"] == ("HOME" in os.environ)
    assert told["group"]
    assert told["gc"]
    assert told["term"]
    assert told["child"]
    assert told["main"] == "__main__"
    shown = [name for name in told["names"] if not name.startswith("_")]
    usual = {"In", "Out", "exit", "quit", "get_ipython", "open"}
    assert set(shown) <= usual | {"os", "sys", "signal", "threading", "gc"}


def test_a_browser_gets_all_widgets_at_one_request(parent):
    async def steps(kernel):
        await kernel.run("import ipywidgets; slider = ipywidgets.IntSlider(value=7)")
        name = await kernel.told("slider.model_id")
        client, target = kernel.client, "jupyter.widget.control"
        opened = {"comm_id": "c", "target_name": target, "data": {}}
        asked = {"comm_id": "c", "data": {"method": "request_states"}}
        message = client.session.msg("comm_open", opened, metadata={"version": "1.0.0"})
        client.shell_channel.send(message)
        client.shell_channel.send(client.session.msg("comm_msg", asked))
        while (said := await client.get_iopub_msg(PATIENCE))["msg_type"] not in (
            "comm_msg",
            "comm_close",
        ):
            pass
        return said["content"]["data"]["states"][name]["state"]["value"]

    assert visit(steps) == 7


def test_what_the_parent_imported_is_there_at_once(parent):
    async def steps(kernel):
        return await kernel.told(
            "[name in __import__('sys').modules for name in "
            "('pandas', 'scipy.stats', 'seaborn', 'statsmodels.api', 'cxlab.widgets._paradox')]"
        )

    assert visit(steps) == [True] * 5


def test_the_parent_has_one_thread(parent):
    visit(lambda kernel: kernel.told("1"))
    assert len(os.listdir(f"/proc/{parent.pid}/task")) == 1


def test_kernels_share_no_chance(parent):
    code = (
        "[float(__import__('numpy').random.rand()), __import__('random').random(), "
        "str(__import__('uuid').uuid4())]"
    )

    async def both():
        async with Visit() as one, Visit() as other:
            return await one.told(code), await other.told(code)

    ours, theirs = asyncio.run(both())
    assert not [pair for pair in zip(ours, theirs, strict=True) if pair[0] == pair[1]]


def test_figures_are_shown_and_errors_name_the_cell(parent):
    async def steps(kernel):
        drawn = await kernel.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
        (failed,) = await kernel.run("def halve():\n    return 1 / 0\nhalve()")
        return drawn, failed["content"]

    drawn, failed = visit(steps, env={"MPLBACKEND": ""})  # as where the tests do not set it
    assert [said["msg_type"] for said in drawn] == ["display_data"]
    assert "image/png" in drawn[0]["content"]["data"]
    assert failed["ename"] == "ZeroDivisionError"
    assert "halve" in "".join(failed["traceback"])
    assert "nursery" not in "".join(failed["traceback"])


def test_widgets_speak_to_the_page(parent):
    async def steps(kernel):
        return await kernel.run("import cxlab as cx; cx.widgets.paradox()")

    kinds = [said["msg_type"] for said in visit(steps)]
    assert kinds.count("comm_open") > 5
    assert kinds[-1] == "execute_result"


# ---- how it ends ---------------------------------------------------------------------------------


def test_a_kernel_is_interrupted_and_goes_on(parent):
    async def steps(kernel):
        endless = "print('go', flush=True)\nwhile True: pass"
        kernel.client.execute(endless, stop_on_error=False)  # or what follows may be dropped too
        while (await kernel.client.get_iopub_msg(PATIENCE))["msg_type"] != "stream":
            pass
        await kernel.manager.interrupt_kernel()
        reply = await kernel.client.get_shell_msg(PATIENCE)
        return reply["content"]["ename"], await kernel.told("2 + 2")

    assert visit(steps) == ("KeyboardInterrupt", 4)


@pytest.mark.parametrize(
    ("code", "left"),
    [("import os; os._exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL)],
)
def test_the_death_of_a_kernel_is_noticed(parent, code, left):
    async def steps(kernel):
        kernel.client.execute(code)
        return await kernel.ended(), await kernel.manager.is_alive()

    assert visit(steps) == (left, False)


def test_a_kernel_can_be_shut_down_and_started_again(parent):
    async def steps(kernel):
        first = kernel.process.pid
        kernel.client.stop_channels()
        await kernel.manager.restart_kernel()
        await kernel.connect()
        second = kernel.process.pid
        answer = await kernel.told("6 * 7")
        kernel.client.stop_channels()
        await kernel.manager.shutdown_kernel()
        return first, second, answer

    first, second, answer = visit(steps)
    assert first != second
    assert answer == 42
    assert gone(first)
    assert gone(second)


def test_a_kernel_ends_when_it_is_told_to(parent):
    async def steps(kernel):
        await kernel.manager.provisioner.terminate()
        return await kernel.ended()

    assert visit(steps) == -signal.SIGTERM


SERVER = """
import json, os, sys
from cxlab._lab.kernels.handle import Parent
parent = Parent()
kernel = parent.fork(["ipykernel_launcher", "-f", sys.argv[1]], None, dict(os.environ))
print(json.dumps([parent.pid, kernel.pid]), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("victim", ["server", "parent"])
def test_nobody_outlives_the_server(tmp_path, victim):
    line = [sys.executable, "-c", SERVER, str(tmp_path / "kernel.json")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(line, **pipes) as server:
        parent, kernel = json.loads(server.stdout.readline())
        os.kill(server.pid if victim == "server" else parent, signal.SIGKILL)
        assert gone(kernel)
        server.kill()
        assert gone(parent)


# ---- where there is no fork ----------------------------------------------------------------------


def test_without_a_parent_an_ordinary_kernel_runs(monkeypatch):
    def none():
        raise handle.Unavailable("no fork here")

    monkeypatch.setattr(provisioner, "current", none)

    async def steps(kernel):
        return kernel.process, await kernel.told("__import__('os').environ['OMP_NUM_THREADS']")

    process, threads = visit(steps)
    assert isinstance(process, subprocess.Popen)
    assert threads == os.environ.get("OMP_NUM_THREADS", "1")


def test_a_parent_that_cannot_start_is_not_tried_again(monkeypatch):
    monkeypatch.setattr(handle, "_parent", None)
    monkeypatch.setattr(sys, "executable", "false")
    broken = handle.current()
    with pytest.raises(handle.Unavailable, match="has ended"):
        broken.fork([], None, {})
    with pytest.raises(handle.Unavailable, match="could not start"):
        handle.current()
    broken.close()


def test_a_parent_that_was_killed_is_replaced(monkeypatch):
    monkeypatch.setattr(handle, "_parent", None)
    first = handle.current()
    first.turn.submit(first.fork, ["", "--version"], None, dict(os.environ)).result(PATIENCE)
    first.close()
    second = handle.current()
    second.close()
    assert second is not first


def test_other_kernels_are_not_forked(parent):
    line = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]
    assert provisioner._arguments(line) == ["ipykernel_launcher", "-f", "kernel.json"]
    assert provisioner._arguments([line[0], "-Xfrozen_modules=off", *line[1:]]) == line[2:]
    assert not provisioner._arguments(["/usr/bin/other-python", *line[1:]])
    assert not provisioner._arguments(["R", "--slave", "-e", "IRkernel::main()"])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"env": {"PYTHONPATH": "elsewhere"}}, "settings of Python"),
        ({"env": {}, "stdout": subprocess.DEVNULL}, "stdout cannot be passed"),
    ],
)
def test_what_a_fork_cannot_honour_is_said(parent, options, reason):
    options["env"] |= {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    maker = provisioner.NurseryProvisioner()
    with pytest.raises(handle.Unavailable, match=reason):
        asyncio.run(maker._fork([], options))


def test_voila_is_given_the_provisioner():
    settings = json.loads((ROOT / "cxlab/_lab/jupyter/voila.json").read_text(encoding="utf-8"))
    assert settings["KernelProvisionerFactory"]["default_provisioner_name"] == NAME
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name=NAME)
    assert found.load() is provisioner.NurseryProvisioner


# ---- turns ---------------------------------------------------------------------------------------


def test_pages_are_made_in_turns_and_in_order():
    async def whole():
        queue, order = turns.Turns(2, longest=PATIENCE), []

        async def page(name):
            turn = await queue.take()
            order.append(name)
            return turn

        pages = [asyncio.ensure_future(page(name)) for name in "abcd"]
        first = await asyncio.wait_for(pages[0], PATIENCE)
        second = await asyncio.wait_for(pages[1], PATIENCE)
        seen = [list(order)]
        first.give()
        first.give()  # once is enough, twice is no second place
        await asyncio.wait_for(pages[2], PATIENCE)
        await asyncio.sleep(0)
        seen.append(list(order))
        second.give_after(0.001)
        await asyncio.wait_for(pages[3], PATIENCE)
        return [*seen, order]

    assert asyncio.run(whole()) == [["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]]


def test_a_page_that_takes_too_long_holds_nobody_up():
    async def whole():
        queue = turns.Turns(1, longest=0.001)
        slow = await queue.take()
        slow.give_after(PATIENCE)
        await asyncio.wait_for(queue.take(), PATIENCE)

    asyncio.run(whole())
