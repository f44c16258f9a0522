"""Rounds as Markdown tables: median (least to most), ratios round by round."""
from statistics import median


def spread(values, digits=0):
    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def ratio(rounds, peer_rounds):
    """The median of each round's own ratio: both ran within the same seconds, under the same foreign load."""
    return f"{median(one['rate'] / peer['rate'] for one, peer in zip(rounds, peer_rounds)):.2f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def per_unit(rounds, program, amount, factor):
    return median(one["cpu"][program] * factor / amount(one) for one in rounds)


def small(results, peer):
    rows = []
    for name, rounds in results.items():
        parts = {program: per_unit(rounds, program, lambda one: one["requests"], 1e6) for program in rounds[0]["cpu"]}
        failed = sum(one["failed"] for one in rounds)
        rows.append([
            name + (f" ({failed} failed)" if failed else ""), spread([one["rate"] for one in rounds]),
            ratio(rounds, results[peer]), spread([one["p50_ms"] for one in rounds], 2),
            spread([one["p99_ms"] for one in rounds], 2), f"{sum(parts.values()):.0f}",
            " + ".join(f"{program} {value:.0f}" for program, value in parts.items())])
    return table(["way", "requests/s", f"ratio to {peer}", "p50 ms", "p99 ms", "CPU µs/request", "of which"], rows)


def bulk(results, peer, size_mib):
    rows = []
    for name, rounds in results.items():
        parts = {program: per_unit(rounds, program, lambda _: size_mib / 1024, 1) for program in rounds[0]["cpu"]}
        rows.append([
            name, spread([one["rate"] for one in rounds]), ratio(rounds, results[peer]),
            f"{sum(parts.values()):.2f}", " + ".join(f"{program} {value:.2f}" for program, value in parts.items())])
    return table(["way", "MiB/s", f"ratio to {peer}", "CPU s/GiB", "of which"], rows)


def beside(results):
    rows = [[heap, case, spread([one["p50_ms"] for one in rounds], 2), spread([one["p99_ms"] for one in rounds], 2)]
            for heap, cases in results.items() for case, rounds in cases.items()]
    return table(["heap", "beside", "p50 ms", "p99 ms"], rows)


def sessions(results, memory, peer, count):
    rows = []
    for name, rounds in results.items():
        failed = sum(one["failed"] for one in rounds)
        rows.append([
            name + (f" ({failed} failed)" if failed else ""), spread([one["rate"] for one in rounds]),
            ratio(rounds, results[peer]), str(max(one["threads"] for one in rounds)),
            f"{per_unit(rounds, 'client', lambda _: count, 1000):.2f}",
            f"{per_unit(rounds, 'server', lambda _: count, 1000):.2f}", f"{memory[name]:.0f}"])
    return table(["client", "sessions/s", f"ratio to {peer}", "most threads", "CPU s per 1,000 sessions",
                  "the server's", "most MiB resident"], rows)


def streamed(results, ours):
    """Per core: the CPU time of our own programs alone."""
    rows = []
    for name, rounds in results.items():
        parts = {program: per_unit(rounds, program, lambda one: one["requests"], 1e6) for program in rounds[0]["cpu"]}
        own = sum(value for program, value in parts.items() if program in ours)
        rows.append([name, spread([one["rate"] for one in rounds]), f"{1e6 / own:,.0f}",
                     " + ".join(f"{program} {value:.1f}" for program, value in parts.items())])
    return table(["way", "messages/s", "messages per CPU second of ours", "CPU µs/message"], rows)


def rows(results, peer):
    lines = []
    for name, rounds in results.items():
        parts = {program: per_unit(rounds, program, lambda one: one["requests"], 1e6) for program in rounds[0]["cpu"]}
        lines.append([name, spread([one["rate"] for one in rounds]), ratio(rounds, results[peer]),
                      " + ".join(f"{program} {value:.1f}" for program, value in parts.items())])
    return table(["way", "rows/s", f"ratio to {peer}", "CPU µs/row"], lines)
