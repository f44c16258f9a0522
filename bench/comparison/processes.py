"""Programs that are measured: started, waited for, their CPU time read, ended."""
import os
import re
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stat(pid):
    """Parent and CPU ticks of a process, those of children that ended and were waited for included."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[1]), sum(map(int, fields[11:15]))


def cpu_seconds(root):
    """CPU seconds of a process and of everything below it."""
    parents, ticks = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)], ticks[int(name)] = _stat(name)
            except (FileNotFoundError, ProcessLookupError):
                continue  # It ended while we looked.
    family, generation = set(), {root}
    while generation:
        family |= generation
        generation = {pid for pid, parent in parents.items() if parent in generation} - family
    return sum(ticks.get(pid, 0) for pid in family) / TICKS


def peak_memory_mib(pid):
    """The most resident memory that a process ever had."""
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024


class Program:
    """A running program with its log; ended with everything below it."""

    def __init__(self, name, command, log, ready, limit=60):
        self.name = name
        self.log = log
        with open(log, "wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)
        self._await(ready, limit)

    def _await(self, ready, limit):
        until = time.monotonic() + limit
        while not ready():
            if self.process.poll() is not None or time.monotonic() > until:
                self.end()
                with open(self.log, errors="replace") as file:
                    raise SystemExit(f"{self.name} did not start; its log {self.log} ends with\n{file.read()[-2000:]}")
            time.sleep(0.1)

    def cpu(self):
        return cpu_seconds(self.process.pid)

    def memory_mib(self):
        return peak_memory_mib(self.process.pid)

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def listens(port):
    def ready():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0
    return ready


def answers(url, token="", status="200", tls=False):
    """Ready when an HTTP request is answered with this status: then the way to the service stands, too."""
    def ready():
        command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "2", url]
        command += ["-H", f"Authorization: Bearer {token}"] if token else []
        command += ["-k"] if tls else []
        return subprocess.run(command, capture_output=True, text=True).stdout == status
    return ready
