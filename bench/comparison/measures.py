"""What is measured: small requests under load, bulk transfers, small requests beside bulk transfers."""
import json
import os
import re
import socket
import subprocess
import threading
import time
import urllib.request

MIB = 1024 * 1024
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def rounds_of(subjects, count, measure):
    """Each subject once per round, every round beginning with another one; answers each subject's rounds."""
    results = {subject.name: [] for subject in subjects}
    for number in range(count):
        turn = number % len(subjects)
        for subject in subjects[turn:] + subjects[:turn]:
            before = {name: program.cpu() for name, program in subject.programs.items()}
            result = measure(subject, number)
            result["cpu"] = {name: program.cpu() - before[name] for name, program in subject.programs.items()}
            result["cpu"].update(result.pop("client_cpu", {}))
            results[subject.name].append(result)
            print(f"  round {number + 1}/{count} {subject.name}: {result['rate']:.0f} {subject.unit}", flush=True)
    return results


class Subject:
    """One way to do the same work: its address, and the programs whose CPU time it takes."""

    def __init__(self, name, url, programs, unit="requests/s", token="", options=()):
        self.name, self.url, self.programs, self.unit, self.token = name, url, programs, unit, token
        self.options = options  # of curl, or of wrk


def _wrk(subject, seconds):
    output = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-H", f"Authorization: Bearer {subject.token}",
         *map(str, subject.options), subject.url],
        capture_output=True, text=True, check=True).stdout
    failed = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", output)))
    failed += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", output)))

    def percentile(number):
        value, unit = re.search(rf"\s{number}%\s+([\d.]+)(us|ms|s|m)", output).groups()
        return float(value) * UNITS[unit]
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)),
            "requests": int(re.search(r"(\d+) requests in", output).group(1)),
            "failed": failed, "p50_ms": percentile(50), "p99_ms": percentile(99)}


def _warm(subject, requests, load=None):
    """So many requests, but no longer than two minutes: the JVM compiles by counts of calls, not by time."""
    done, until = 0, time.monotonic() + 120
    while done < requests and time.monotonic() < until:
        done += (load or _wrk)(subject, 2)["requests"]
    print(f"  warmed {subject.name} up with {done} requests", flush=True)


def small_requests(subjects, rounds, seconds, warm_up):
    """One thread with 32 connections that ask one after the other, as fast as answers come."""
    for subject in subjects:
        _warm(subject, warm_up)
    return rounds_of(subjects, rounds, lambda subject, _: _wrk(subject, seconds))


def _ask(subject, seconds):
    """A program of our own that makes the load itself, and tells of it."""
    with urllib.request.urlopen(f"{subject.url}?seconds={seconds}", timeout=180) as answer:
        return json.load(answer)


def calls(straight, others, rounds, seconds, warm_up):
    """Calls of one answer, 32 at once: straight to the gRPC server, and as JSON over HTTP."""
    loads = {straight: _ask}
    for subject in [straight, *others]:
        _warm(subject, warm_up, loads.get(subject))
    return rounds_of([straight, *others], rounds, lambda subject, _: loads.get(subject, _wrk)(subject, seconds))


def streamed(subjects, rounds, messages):
    """One call with many answers, read by curl."""
    def measure(subject, _):
        seconds, cpu = _curl([*map(str, subject.options), "-o", "/dev/null", subject.url], subject.token)
        return {"rate": messages / seconds, "requests": messages, "client_cpu": {"curl": cpu}}
    return rounds_of(subjects, rounds, measure)


def pages(subjects, rounds, seconds):
    """Four connections that ask for the same page one after the other."""
    for subject in subjects:
        subject.options = ["-c4", "--timeout", "30s"]
        _warm(subject, 1_000)
    return rounds_of(subjects, rounds, lambda subject, _: _wrk(subject, seconds))


def rows(subjects, rounds, count):
    """All rows once, thrown away: by curl, or by a command of the subject's own."""
    def measure(subject, _):
        if subject.url:
            seconds, cpu = _curl(["-g", "-o", "/dev/null", subject.url.replace(" ", "%20")], subject.token)
            return {"rate": count / seconds, "requests": count, "client_cpu": {"curl": cpu}}
        begin, used = time.monotonic(), os.times()
        subprocess.run(subject.options, check=True, stdout=subprocess.DEVNULL)
        seconds, after = time.monotonic() - begin, os.times()
        cpu = after.children_user + after.children_system - used.children_user - used.children_system
        return {"rate": count / seconds, "requests": count, "client_cpu": {"psql": cpu}}
    return rounds_of(subjects, rounds, measure)


def attempt(subject):
    """Whether one request works, in words."""
    command = ["curl", "-sS", "-g", "-o", "/dev/null", "-w", "%{http_code} after %{time_total} s, %{size_download} bytes",
               "--max-time", "300", subject.url]
    done = subprocess.run(command, capture_output=True, text=True)
    return f"{done.stdout.strip()} {done.stderr.strip()}".strip()


def _curl(arguments, token):
    """Runs curl; answers its seconds and CPU seconds."""
    command = ["curl", "-sS", "--fail", "-w", "%{time_total}", *arguments]
    command += ["-H", f"Authorization: Bearer {token}"] if token else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seconds, problem = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"a transfer failed: {problem.strip()}")
    return float(seconds), used.ru_utime + used.ru_stime


def downloads(subjects, rounds, size_mib):
    def measure(subject, _):
        seconds, cpu = _curl([*subject.options, "-o", "/dev/null", subject.url + "big"], subject.token)
        return {"rate": size_mib / seconds, "client_cpu": {"curl": cpu}}
    return rounds_of(subjects, rounds, measure)


def uploads(subjects, rounds, size_mib, source, folder):
    def measure(subject, number):
        name = f"up-{subjects.index(subject)}-{number}"
        seconds, cpu = _curl([*subject.options, "-o", "/dev/null", "-T", str(source), subject.url + name], subject.token)
        arrived = (folder / name).stat().st_size
        if arrived != size_mib * MIB:
            raise SystemExit(f"{subject.name}: {arrived} bytes arrived of {size_mib} MiB")
        (folder / name).unlink()
        return {"rate": size_mib / seconds, "client_cpu": {"curl": cpu}}
    return rounds_of(subjects, rounds, measure)


ASKERS = 16


def sessions(subjects, rounds, count):
    """So many FTP sessions begun at once, from login to good-bye."""
    def measure(subject, _):
        with urllib.request.urlopen(f"{subject.url}?sessions={count}", timeout=180) as answer:
            result = json.load(answer)
        return {**result, "rate": count / result["seconds"]}
    return rounds_of(subjects, rounds, measure)


def _steady(port, path, token, seconds, every):
    """
    Milliseconds of small requests, one each {every} seconds, late answers or not: a caller's waiting counts from when he
    should have asked. Several connections take turns, so that one late answer is not counted for those behind it, too.
    """
    times, faults, begin = [], [], time.monotonic() + 0.1
    askers = [threading.Thread(target=_ask_on_time, args=(
        port, path, token, begin + number * every, begin + seconds, every * ASKERS, times, faults))
        for number in range(ASKERS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    if faults:
        raise SystemExit(faults[0])
    return sorted(times)


def _ask_on_time(port, path, token, due, until, every, times, faults):
    request = (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n").encode()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while due < until:
                time.sleep(max(0.0, due - time.monotonic()))
                connection.sendall(request)
                _read_answer(connection)
                times.append((time.monotonic() - due) * 1000)
                due += every
    except (OSError, ValueError) as fault:
        faults.append(f"a small request failed: {fault}")


def _read_answer(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ValueError("the gateway closed the connection")
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(f"{head[:200]!r}")
    left = int(re.search(rb"content-length: (\d+)", head, re.I).group(1)) - len(body)
    while left > 0:
        left -= len(connection.recv(left))


class Flood:
    """So many downloads at once, each begun anew when it ends, until the block is left."""

    def __init__(self, count, url, token, pace):
        self.count, self.url, self.token, self.pace = count, url, token, pace
        self.over = threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self._go_on) for _ in range(self.count)]
        for thread in self.threads:
            thread.start()
        time.sleep(2)
        return self

    def _go_on(self):
        pace = ["--limit-rate", self.pace] if self.pace else []
        command = ["curl", "-s", "-o", "/dev/null", *pace, "-H", f"Authorization: Bearer {self.token}", self.url]
        while not self.over.is_set():
            with subprocess.Popen(command) as download:
                while download.poll() is None:
                    if self.over.wait(0.2):
                        download.kill()

    def __exit__(self, *ignored):
        self.over.set()
        for thread in self.threads:
            thread.join()


def beside_bulk(port, path, bulk_path, token, options, count=50):
    """p50 and p99 of small requests alone, beside paced downloads, and beside downloads as fast as they go."""
    _warm(Subject("small requests", f"http://127.0.0.1:{port}{path}", {}, token=token), options.warm_up)
    bulk_url = f"http://127.0.0.1:{port}{bulk_path}"
    for pace in "1M", "":
        with Flood(count, bulk_url, token, pace):
            _steady(port, path, token, 10, 0.005)
    cases = {"nothing else": None, f"{count} downloads of 1 MiB/s each": "1M",
             f"{count} downloads as fast as they go": ""}
    results = {case: [] for case in cases}
    for number in range(options.rounds):
        for case, pace in cases.items():
            if pace is None:
                times = _steady(port, path, token, options.seconds, 0.005)
            else:
                with Flood(count, bulk_url, token, pace):
                    times = _steady(port, path, token, options.seconds, 0.005)
                time.sleep(1)
            result = {"p50_ms": times[len(times) // 2], "p99_ms": times[int(len(times) * 0.99)], "requests": len(times)}
            results[case].append(result)
            print(f"  round {number + 1}/{options.rounds} {case}: p50 {result['p50_ms']:.1f}, p99 {result['p99_ms']:.1f} ms",
                  flush=True)
    return results
