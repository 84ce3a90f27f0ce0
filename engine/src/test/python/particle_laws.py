"""Density, cdf and survival of particle physicists' laws and derivatives in their arguments, with 50 digits; means, variances, entropies.

    python3 engine/src/test/python/particle_laws.py engine/src/test/resources/org/pushforward/engine/variable

writes particle_laws.csv and particle_moments.csv there (needs mpmath). It prints how well the cdf's slopes are the densities.
"""

import sys

from mpmath import asinh, chebyt, cosh, erf, erfc, exp, hyp1f1, im, inf, log, mp, mpc, mpf, ncdf, npdf, nstr, pi, quad, sinh, sqrt, taylor
from mpmath import binomial, diff

mp.dps = 50


def johnson_su(x, g, d, m, s):
    y = (x - m) / s
    z = g + d * asinh(y)
    return d / s / sqrt(1 + y * y) * npdf(z), ncdf(z), ncdf(-z)


def sinh_arcsinh(x, m, s, e, d):
    y = (x - m) / s
    v = asinh(y) / d - e
    return npdf(sinh(v)) * cosh(v) / d / sqrt(1 + y * y) / s, ncdf(sinh(v)), ncdf(-sinh(v))


def normal_between(a, b):
    if a > 0:
        return normal_between(-b, -a)
    return sqrt(pi / 2) * (erfc(-b / sqrt(2)) - erfc(-a / sqrt(2)) if b < 0 else erf(b / sqrt(2)) - erf(a / sqrt(2)))


def tail(d, alpha, n):
    """The power law A (B + u)^-n and its integral from u = alpha + d on, A and B as in the literature."""
    a, b = (n / alpha) ** n * exp(-alpha * alpha / 2), n / alpha - alpha
    return a * (b + alpha + d) ** -n, a * (b + alpha + d) ** (1 - n) / (n - 1)


def double_crystal_ball(x, m, s, al, nl, ah, nh):
    z = (x - m) / s
    left, right = tail(0, al, nl)[1], tail(0, ah, nh)[1]
    peak = normal_between(-al, ah)
    total = left + peak + right
    if z < -al:
        h, below = tail(-al - z, al, nl)
        above = total - below
    elif z > ah:
        h, above = tail(z - ah, ah, nh)
        below = total - above
    else:
        h, below, above = exp(-z * z / 2), left + normal_between(-al, z), right + normal_between(z, ah)
    return h / total / s, below / total, above / total


def crystal_ball(x, m, s, al, n):
    if al < 0:
        p, cdf, survival = crystal_ball(2 * m - x, m, s, -al, n)
        return p, survival, cdf
    z = (x - m) / s
    left, right = tail(0, al, n)[1], sqrt(pi / 2) * erfc(-al / sqrt(2))
    total = left + right
    if z < -al:
        h, below = tail(-al - z, al, n)
        above = total - below
    else:
        h, below, above = exp(-z * z / 2), left + normal_between(-al, z), sqrt(pi / 2) * erfc(z / sqrt(2))
    return h / total / s, below / total, above / total


def argus(x, e, c, p):
    mp.dps += 30
    t = 1 - (x / e) ** 2

    def mass(t):
        """The integral of s^p exp(c s) from 0 to t."""
        return t ** (p + 1) / (p + 1) * hyp1f1(p + 1, p + 2, c * t)

    whole, part = mass(1), mass(t)
    values = 2 * x / e**2 * t**p * exp(c * t) / whole, 1 - part / whole, part / whole
    mp.dps -= 30
    return values


def relativistic_breit_wigner(x, m, g):
    mp.dps += 50
    w = sqrt(mpc(m * m, m * g))
    norm = im(mpc(0, 1) * pi / (2 * w))
    cdf = im(log((w - x) / (w + x)) / (2 * w)) / norm
    values = m * g / norm / ((x * x - m * m) ** 2 + (m * g) ** 2), cdf, 1 - cdf
    mp.dps -= 50
    return values


def of_polynomial(x, a, b, powers):
    """Of the polynomial sum_k powers[k] t^k on [a, b]."""
    mp.dps += 30
    t = (x - a) / (b - a)
    whole = sum(c / (k + 1) for k, c in enumerate(powers))
    cdf = sum(c * t ** (k + 1) / (k + 1) for k, c in enumerate(powers)) / whole
    values = sum(c * t**k for k, c in enumerate(powers)) / whole / (b - a), cdf, 1 - cdf
    mp.dps -= 30
    return values


def bernstein(x, a, b, *c):
    n = len(c) - 1
    powers = [mpf(0)] * (n + 1)
    for k in range(n + 1):
        for j in range(n - k + 1):  # t^k (1 - t)^(n - k)
            powers[k + j] += c[k] * binomial(n, k) * binomial(n - k, j) * (-1) ** j
    return of_polynomial(x, a, b, powers)


T = [[1], [-1, 2]]  # of 2 t - 1, in powers of t
for _ in range(9):
    twice = [0, *(4 * c for c in T[-1])]
    for k, c in enumerate(T[-1]):
        twice[k] -= 2 * c
    for k, c in enumerate(T[-2]):
        twice[k] -= c
    T.append(twice)
assert all(abs(sum(c * mpf("0.3") ** k for k, c in enumerate(p)) - chebyt(i, mpf("-0.4"))) < 1e-40 for i, p in enumerate(T))


def chebyshev(x, a, b, *c):
    powers = [mpf(0)] * (len(c) + 1)
    for i, factor in enumerate([1, *c]):
        for k, coefficient in enumerate(T[i]):
            powers[k] += factor * coefficient
    return of_polynomial(x, a, b, powers)


def histogram(x, *p):
    n = len(p) // 2
    edges, heights = p[: n + 1], p[n + 1 :]
    masses = [(edges[i + 1] - edges[i]) * heights[i] for i in range(n)]
    i = max(k for k in range(n) if edges[k] <= x)
    below = sum(masses[:i], mpf(0)) + heights[i] * (x - edges[i])
    above = sum(masses[i + 1 :], mpf(0)) + heights[i] * (edges[i + 1] - x)
    return heights[i] / sum(masses), below / sum(masses), above / sum(masses)


def kernel_density(x, *p):
    points, h = p[:-1], p[-1]
    return tuple(sum(f((x - q) / h) for q in points) / len(points) for f in (lambda z: npdf(z) / h, ncdf, lambda z: ncdf(-z)))


LAWS = {
    "johnson_su": (
        johnson_su,
        [(0.0, 1.0, 0.0, 1.0), (-1.5, 0.7, 0.3, 2.0), (2.5, 3.0, -1.0, 0.5)],
        [-1e6, -40.0, -3.0, -0.8, 0.0, 0.4, 2.0, 30.0, 1e9],
    ),
    "sinh_arcsinh": (
        sinh_arcsinh,
        [(0.0, 1.0, 0.0, 1.0), (0.3, 2.0, -0.7, 1.6), (-1.0, 0.5, 0.4, 0.6)],
        [-1e3, -20.0, -3.0, -0.8, 0.0, 0.4, 2.0, 6.0, 1e4],
    ),
    # The joints of the second and third are at -1/2 and 0, 5/4 and those next to them.
    "crystal_ball": (
        crystal_ball,
        [(0.0, 1.0, 2.0, 1.5), (0.25, 0.5, 1.5, 3.0), (0.5, 1.5, -0.5, 20.0), (91.0, 2.5, 0.1, 1.05), (1.0, 0.5, 6.0, 4.0)],
        [-1e9, -300.0, -8.0, -2.1, -0.5 - 1e-9, -0.5, -0.5 + 1e-9, 0.0, 0.26, 1.25 - 1e-9, 1.25, 1.25 + 1e-9, 2.0, 6.0, 50.0, 91.5, 110.0],
    ),
    "double_crystal_ball": (
        double_crystal_ball,
        [(0.0, 1.0, 2.0, 1.5, 1.0, 3.0), (0.25, 0.5, 1.5, 3.0, 2.0, 120.0), (0.5, 1.5, 0.2, 20.0, 3.0, 1.1)],
        [-1e9, -300.0, -2.1, -0.5 - 1e-9, -0.5, -0.5 + 1e-9, 0.0, 0.26, 0.7, 1.0, 1.25 - 1e-9, 1.25, 1.25 + 1e-9, 6.0, 50.0, 1e9],
    ),
    "argus": (
        argus,
        [
            (5.29, -20.0, 0.5), (1.0, -0.5, 0.5), (2.0, -1e-3, 1.5), (1.0, -3.0, -0.4), (5.0, -700.0, 0.5), (3.0, -8.0, 6.0),
            (1.0, 0.0, 0.5), (5.29, 3.0, 0.5), (2.0, 40.0, -0.4), (1.0, 1e-3, 6.0), (3.0, 0.0, -0.9), (5.0, 300.0, 1.5),
        ],
        [1e-9, 0.01, 0.1, 0.25, 0.355, 0.5, 0.8, 0.95, 0.999, 1 - 2.0**-30],  # parts of the end
    ),
    "relativistic_breit_wigner": (
        relativistic_breit_wigner,
        [(91.1876, 2.4952), (1.0, 1.0), (0.775, 0.15), (2.0, 40.0), (125.0, 0.004)],
        [1e-9, 0.01, 0.3, 0.77, 1.1, 2.0, 2.9, 9.0, 60.0, 90.0, 91.2, 95.0, 124.99, 125.001, 200.0, 255.0, 270.0, 1e4, 1e12],
    ),
    "bernstein": (
        bernstein,
        [(0.0, 1.0, [1.0, 2.0, 0.5]), (-1.0, 2.5, [0.3]), (5.0, 6.0, [1.0, 0.2, 0.4, 3.0, 0.1, 2.0]), (-1.0, 2.5, [0.0, 1.0, 0.0, 0.5])],
        [1e-9, 0.02, 0.35, 0.5, 0.8, 1 - 2.0**-20],  # parts of the range
    ),
    "chebyshev": (
        chebyshev,
        [(0.0, 1.0, [0.3, -0.2]), (-1.0, 2.5, [-0.9]), (5.0, 6.0, [0.3, -0.2, 0.1, 0.05, -0.15]), (60.0, 120.0, [-0.8, 0.2, -0.05, 0.1, 0.04, -0.03, 0.02, 0.05])],
        [1e-9, 0.02, 0.35, 0.5, 0.8, 1 - 2.0**-20],
    ),
    "histogram": (
        histogram,
        [([0.0, 1.0], [3.0]), ([-1.0, -0.25, 0.5, 2.0, 2.25], [0.5, 2.0, 0.7, 3.0]), ([0.0, 1.0, 2.0, 3.0], [2.0, 0.0, 1.0])],
        [-1 + 1e-9, -0.2, -0.1, 1e-9, 0.25, 0.55, 0.99, 2.1, 2.25 - 1e-9, 2.5],
    ),
    "kernel_density": (
        kernel_density,
        [([0.0], 1.0), ([-1.0, 0.3, 0.5, 4.0], 0.4), ([1.0, 1.0, 2.0], 0.05)],
        [-12.0, -2.0, -0.3, 0.4, 1.5, 2.0, 4.4, 15.0],
    ),
}


def flat(given):
    return [mpf(v) for part in given for v in (part if isinstance(part, list) else [part])]


def words(given):
    return " ".join("{" + " ".join(map(repr, p)) + "}" if isinstance(p, list) else repr(p) for p in given)


def at(name, given, x):
    """x, which for some laws is a part of the range."""
    if name == "argus":
        return float(mpf(x) * given[0])
    if name in ("bernstein", "chebyshev"):
        return float(given[0] + mpf(x) * (given[1] - mpf(given[0])))
    return x


def support(name, given):
    if name == "argus":
        return 0.0, given[0]
    if name == "relativistic_breit_wigner":
        return 0.0, inf
    if name in ("bernstein", "chebyshev"):
        return given[0], given[1]
    return (given[0][0], given[0][-1]) if name == "histogram" else (-inf, inf)


def check(law, p, x, values):
    """How far the slope of the smaller tail is from the density."""
    tail, sign = (1, 1) if values[1] < values[2] else (2, -1)
    mp.dps = 80
    found = sign * diff(lambda t: law(t, *p)[tail], x)
    mp.dps = 50
    return abs(found / values[0] - 1)


def numbers(values):
    return " ".join(nstr(v, 25) for v in values)


with open(sys.argv[1] + "/particle_laws.csv", "w") as table:
    print("# By mpmath 1.3.0 with 50 digits or more (particle_laws.py); numbers are the doubles their decimals round to.", file=table)
    print("law,arguments,x,density,cdf,survival,slopes of log density,slopes of cdf", file=table)
    for name, (law, arguments, points) in LAWS.items():
        worst = mpf(0)
        for given in arguments:
            p = flat(given)
            low, high = support(name, given)
            for point in points:
                x = at(name, given, point)
                if not low < x < high:
                    continue
                values = law(mpf(x), *p)
                if min(values) < mpf(10) ** -300:
                    continue
                worst = max(worst, check(law, p, mpf(x), values))
                lower = values[1] < values[2]
                n = len(p)
                mp.dps = 400 if name == "kernel_density" else 50  # the slopes in far points are as much smaller
                slopes = [
                    [sign * diff(f, tuple(p), tuple(int(i == k) for i in range(n))) for k in range(n)]
                    for f, sign in ((lambda *q: log(law(mpf(x), *q)[0]), 1), (lambda *q: law(mpf(x), *q)[1 if lower else 2], 1 if lower else -1))
                ]
                mp.dps = 50
                print(",".join([name, words(given), repr(x), *(nstr(v, 25) for v in values), *map(numbers, slopes)]), file=table, flush=True)
        print(name, "slope of cdf against density", nstr(worst, 3), flush=True)

def breaks(name, given):
    low, high = support(name, given)
    if name == "histogram":
        return given[0]
    if name == "kernel_density":
        h = given[1]
        return [-inf, *sorted({p + k * h for p in given[0] for k in (-6, -1, 0, 1, 6)}), inf]
    if name == "argus":
        e, k = given[0], -given[1]
        return [0, *(e * sqrt(1 - mpf(d) / max(1, k)) for d in (0.99, 0.7, 0.3, 0.1)), e]
    if name == "relativistic_breit_wigner":
        m, g = given
        return sorted({0.0, inf, *(mpf(v) for d in (0, 1, 5, 30, 200, 1e4) for v in (m - d * g, m + d * g) if v > 0)})
    if low > -inf:
        return [low, (low + high) / 2, high]
    if name == "johnson_su":
        g, d, m, s = map(mpf, given)
        return [-inf, *(m + s * sinh((z - g) / d) for z in (-9, -6, -3, -1, 0, 1, 3, 6, 9)), inf]
    if name == "sinh_arcsinh":
        m, s, e, d = map(mpf, given)
        return [-inf, *(m + s * sinh(d * (asinh(mpf(z)) + e)) for z in (-9, -6, -3, -1, 0, 1, 3, 6, 9)), inf]
    m, s = map(mpf, given[:2])
    joints = [-given[2], given[4]] if name == "double_crystal_ball" else [-given[2], given[2]]
    return [-inf, *sorted(m + s * v for v in {*joints, -1e6, -1000, -50, -8, -3, 0, 3, 8, 50, 1000, 1e6}), inf]


with open(sys.argv[1] + "/particle_moments.csv", "w") as table:
    print("# Integrals by mpmath 1.3.0 with 30 digits (particle_laws.py).", file=table)
    print("mean,variance,entropy,model", file=table)
    mp.dps = 30
    for name, given in [
        ("crystal_ball", (0.25, 0.5, 1.5, 4.5)),
        ("crystal_ball", (0.5, 1.5, -0.5, 20.0)),
        ("double_crystal_ball", (0.25, 0.5, 1.5, 5.0, 2.0, 120.0)),
        ("relativistic_breit_wigner", (91.1876, 2.4952)),
        ("relativistic_breit_wigner", (2.0, 40.0)),
        ("bernstein", (5.0, 6.0, [1.0, 0.2, 0.4, 3.0, 0.1, 2.0])),
        ("chebyshev", (5.0, 6.0, [0.3, -0.2, 0.1, 0.05, -0.15])),
        ("histogram", ([-1.0, -0.25, 0.5, 2.0, 2.25], [0.5, 2.0, 0.7, 3.0])),
        ("kernel_density", ([-1.0, 0.3, 0.5, 4.0], 0.4)),
    ]:
        law, p, ends = LAWS[name][0], flat(given), breaks(name, given)

        def integral(f):
            def integrand(t):
                density = law(t, *p)[0] if support(name, given)[0] < t < support(name, given)[1] else mpf(0)
                return density * f(t, density) if density > 0 else mpf(0)

            return quad(integrand, ends)

        mean = integral(lambda t, _: t)
        moments = mean, integral(lambda t, _: (t - mean) ** 2), integral(lambda _, d: -log(d))
        print(",".join([*(nstr(v, 20) for v in moments), f"{name}({words(given).replace(' ', ', ')})"]), file=table, flush=True)
