"""Probabilities and both tails of discrete laws, and derivatives in their arguments, with 60 digits.

    python3 engine/src/test/python/discrete_laws.py > engine/src/test/resources/org/pushforward/engine/variable/discrete_laws.csv

(needs mpmath). Tails are sums of probabilities, away from k, until a term is 10^-45 of them. Derivatives are those of log P(X = k) and of P(X <= k), one for each
argument but the number of trials; that of P(X <= k) by alpha is mpmath's difference,
left out where P(X > k) is lost in it.
"""

from mpmath import digamma, exp, log, log1p, loggamma, mp, mpf, nstr, sqrt

mp.dps = 60


def tails(k, p, up, last=None):
    """up(j) = P(X = j + 1) / P(X = j)."""
    below, term, j = p, p, k
    while j > 0 and term > below * mpf(10) ** -45:
        j -= 1
        term /= up(j)
        below += term
    above, term, j = mpf(0), p, k
    while j != last:
        term *= up(j)
        j += 1
        above += term
        if term < above * mpf(10) ** -45:
            break
    return below, above


def poisson(k, m):
    p = exp(k * log(m) - m - loggamma(k + 1))
    return p, *tails(k, p, lambda j: m / (j + 1)), [k / m - 1], [-p]


def binomial(k, n, q):
    p = exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(q) + (n - k) * log1p(-q))
    odds = q / (1 - q)
    return p, *tails(k, p, lambda j: (n - j) / (j + 1) * odds, int(n)), [k / q - (n - k) / (1 - q)], [-p * (n - k) / (1 - q)]


def negative_binomial(k, a, b, slopes=True):
    p = exp(loggamma(k + a) - loggamma(k + 1) - loggamma(a) + a * log(b / (1 + b)) - k * log1p(b))
    below, above = tails(k, p, lambda j: (j + a) / (j + 1) / (1 + b))
    if not slopes:
        return below
    by_a = mp.diff(lambda s: negative_binomial(k, s, b, False), a) if k < 10**5 and above > mpf(10) ** -40 else mpf("nan")
    # P(X <= k) = I(b / (1 + b); a, k + 1).
    by_b = exp((a - 1) * log(b / (1 + b)) - k * log1p(b) + loggamma(a + k + 1) - loggamma(a) - loggamma(k + 1)) / (1 + b) ** 2
    return p, below, above, [digamma(k + a) - digamma(a) + log(b / (1 + b)), a / b / (1 + b) - k / (1 + b)], [by_a, by_b]


def geometric(k, q):
    rest = exp((k + 1) * log1p(-q))
    return q * rest / (1 - q), -mp.expm1((k + 1) * log1p(-q)), rest, [1 / q - k / (1 - q)], [(k + 1) * rest / (1 - q)]


def bernoulli(k, q):
    return (q if k else 1 - q), (mpf(1) if k else 1 - q), (mpf(0) if k else q), [1 / q if k else -1 / (1 - q)], [mpf(0) if k else mpf(-1)]


def skellam(k, a, b):
    # a P(j - 1) - b P(j + 1) = j P(j), whose terms add up from far on either side towards 0, whatever it begins with.
    reach = 60 + int(40 * sqrt(a + b))
    low, high = (int(f(side * reach, f(int(a - b), k) + side * reach)) for f, side in ((min, -1), (max, 1)))
    right, left = {high + 1: mpf(0), high: mpf(1)}, {low - 1: mpf(0), low: mpf(1)}
    for j in range(high, 0, -1):
        right[j - 1] = (j * right[j] + b * right[j + 1]) / a
    for j in range(low, 0):
        left[j + 1] = (a * left[j - 1] - j * left[j]) / b
    scale = right[0] / left[0]
    p = {j: v * scale for j, v in left.items()} | right
    whole = sum(p.values())
    p = {j: v / whole for j, v in p.items()}

    def tail(j, step):
        total = mpf(0)
        while j in p and (total == 0 or p[j] > total * mpf(10) ** -45):
            total += p[j]
            j += step
        return total

    return p[k], tail(k, -1), tail(k + 1, 1), [p[k - 1] / p[k] - 1, p[k + 1] / p[k] - 1], [-p[k], p[k + 1]]


LAWS = [
    (poisson, [(1e-300,), (1e-5,)], [0, 1, 3]),
    (poisson, [(0.3,), (3.5,), (40.0,)], [0, 1, 3, 10, 45, 150]),
    (poisson, [(1000.25,)], [300, 900, 1000, 1001, 1100, 1900]),
    (poisson, [(1e6,)], [970000, 995000, 999999, 1000000, 1000001, 1003000, 1030000]),
    (binomial, [(1.0, 0.3), (12.0, 1e-300), (12.0, 0.3), (12.0, 0.875)], [0, 1, 4, 11]),
    (binomial, [(12.0, 1.0 - 2.0**-40)], [8, 11]),
    (binomial, [(1000.0, 0.01), (1000.0, 0.5)], [0, 3, 10, 60, 490, 500, 620]),
    (binomial, [(1e9, 1e-300)], [0, 1]),
    (binomial, [(1e9, 2e-9), (1e9, 1e-6)], [0, 2, 5, 990, 1000, 1100]),
    (binomial, [(1e9, 0.3)], [299950000, 299999999, 300000000, 300060000]),
    (negative_binomial, [(0.01, 0.02), (0.3, 1.5), (2.5, 0.7), (7.0, 30.0)], [0, 1, 4, 20, 90]),
    (negative_binomial, [(40.0, 0.05), (1e4, 20.0)], [300, 500, 800, 1400]),
    (negative_binomial, [(3.0, 1e300)], [0, 1]),
    (negative_binomial, [(1e6, 1.0)], [990000, 1000000, 1010000]),
    (geometric, [(1e-300,), (1e-9,), (0.01,), (0.4,), (0.999,)], [0, 1, 5, 90, 1000000]),
    (skellam, [(1e-3, 1e-3), (1e-3, 20.0), (0.7, 1e-9), (2.5, 2.5)], [-30, -3, -1, 0, 1, 2, 9]),
    (skellam, [(3.5, 1.2), (40.0, 1e-3)], [-12, -1, 0, 2, 3, 39, 40, 90]),
    (skellam, [(100.0, 140.0)], [-200, -110, -41, -40, -39, 0, 60]),
    (skellam, [(900.0, 1100.0)], [-700, -350, -201, -200, -199, 0, 250]),
    (skellam, [(1e5, 1e-3)], [90000, 98000, 99999, 100000, 100001, 102000, 110000]),
    (skellam, [(1e5, 25.0)], [90000, 99500, 99975, 99976, 102000]),
    (skellam, [(3e4, 1e5)], [-85000, -73000, -70001, -70000, -69999, -68000, -60000]),
    (skellam, [(1e5, 1e5)], [-12000, -3000, -1, 0, 1, 450, 12000]),
    (bernoulli, [(1e-300,), (0.3,), (1.0 - 2.0**-40,)], [0, 1]),
]


def numbers(values):
    return " ".join(nstr(v, 25) for v in values)


print("# By mpmath 1.3.0 with 60 digits (discrete_laws.py); numbers are the doubles their decimals round to.")
print("law,arguments,k,probability,log,cdf,survival,slopes of log probability,slopes of cdf")
for law, arguments, at in LAWS:
    for given in arguments:
        for k in (j for j in at if law is not binomial or j <= given[0]):
            p, below, above, *slopes = law(k, *map(mpf, given))
            if p > mpf(10) ** -300:
                print(",".join([law.__name__, " ".join(map(repr, given)), repr(k), *(nstr(v, 25) for v in (p, log(p), below, above)), *map(numbers, slopes)]), flush=True)
