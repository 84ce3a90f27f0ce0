"""The profile of jobs/examples/smeared-uniform.yaml in 50-digit arithmetic (mpmath 1.3 or later).

python smeared_uniform.py RESULT.JSON > ../resources/org/pushforward/jobs/job/smeared_uniform_mpmath.csv

takes the counts and the scanned values of sigma from a result of the profile job, and nothing else:
nll = -sum n log p, p the mass of a bin over the mass of all of them, by differences of
F(x) = (s / 2) (g((x + 1) / s) - g((x - 1) / s)), g(t) = t Phi(t) + phi(t), dF/ds = (phi((x + 1) / s) - phi((x - 1) / s)) / 2.
"""

import json
import sys

from mpmath import exp, log, mp, mpf, ncdf, nstr, pi, sqrt

mp.dps = 50
BINS = 400


def phi(t):
    return exp(-t * t / 2) / sqrt(2 * pi)


def masses(edges, s):
    """Masses of the bins and their derivatives by s."""
    f, d = [], []
    for x in edges:
        # 50 digits and more: the masses of the outermost bins are 1e-24, differences of numbers near 0 or 1.
        a, b = (x + 1) / s, (x - 1) / s
        f.append(s / 2 * (a * ncdf(a) + phi(a) - b * ncdf(b) - phi(b)))
        d.append((phi(a) - phi(b)) / 2)
    return [v - u for u, v in zip(f, f[1:])], [v - u for u, v in zip(d, d[1:])]


def main():
    result = json.load(open(sys.argv[1]))
    counts = [int(n) for n in next(iter(result["likelihoods"].values()))["observables"]["x"]["histogram"]["counts"]]
    # The doubles nearest to the edges: what the program bins by.
    edges = [mpf((-2.0 * (BINS - i) + 2.0 * i) / BINS) for i in range(BINS + 1)]
    print("# smeared_uniform.py, mpmath, 50 digits; counts of the 400 bins, then sigma, nll and its slope")
    print(" ".join(map(str, counts)))
    for point in result["profile"]["points"]:
        s = mpf(point["value"])
        p, dp = masses(edges, s)
        total, dtotal = sum(p), sum(dp)
        nll = -sum(n * log(q / total) for n, q in zip(counts, p) if n)
        slope = -sum(n * (dq / q - dtotal / total) for n, q, dq in zip(counts, p, dp) if n)
        print(f"{point['value']!r},{nstr(nll, 25)},{nstr(slope, 25)}")


main()
