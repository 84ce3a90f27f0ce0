"""The coefficients of org.pushforward.engine.elementary and expr.Slopes, from their definitions, with 60 digits.

    python3 engine/src/test/python/coefficients.py            (needs mpmath; some seconds)

prints each table's degree and relative error (log2, rounded coefficients), compares it with the Java source and exits with 1
if any coefficient differs from the one there. With --print it prints the tables instead, as Java has them.
"""

import pathlib
import re
import sys

from mpmath import asin, atan, besseli, cos, digamma, erf, erfc, erfinv, exp, expm1, findroot, log, loggamma, mp, mpf, pi, polygamma, sin, sqrt, tan

mp.dps = 60
SOURCE = pathlib.Path(__file__).parents[2] / "main/java/org/pushforward/engine/elementary"


def interpolant(f, low, high, degree):
    """Monomial coefficients of the polynomial through f at the Chebyshev nodes of low .. high, by divided differences."""
    count = degree + 1
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    d = [f(x) for x in nodes]
    for j in range(1, count):
        for i in range(degree, j - 1, -1):
            d[i] = (d[i] - d[i - 1]) / (nodes[i] - nodes[i - j])
    c = [mpf(0)]
    for i in range(degree, -1, -1):  # c <- c (u - x_i) + d_i
        c = [a - nodes[i] * b for a, b in zip([mpf(0)] + c, c + [mpf(0)])]
        c[0] += d[i]
    return c[:count]


def value(c, u):
    s = mpf(0)
    for a in reversed(c):
        s = s * u + a
    return s


def error(f, c, low, high, points=150):
    """The largest relative error of the rounded coefficients, between the nodes."""
    grid = [low + (high - low) * (i + mpf(1) / 2) / points for i in range(points)]
    rounded = [mpf(float(a)) for a in c]
    return max(abs(value(rounded, u) / f(u) - 1) for u in grid)


def erfcx(x):
    if x < 20:
        return exp(x * x) * erfc(x)
    s, term, k = mpf(0), mpf(1), 0  # asymptotic, to its smallest term
    while abs(term) > mpf(10) ** -55 and k < 200:
        s += term
        k += 1
        following = -term * (2 * k - 1) / (2 * x * x)
        if abs(following) > abs(term):
            break
        term = following
    return s / (x * sqrt(pi))


def mills(centre, factor, scale):
    """(a + c) factor erfcx(scale a) by t = (a - c) / (a + c); at t = 1 its limit."""

    def g(t):
        if t >= 1:
            return factor / sqrt(pi) / scale
        a = centre * (1 + t) / (1 - t)
        return (a + centre) * factor * erfcx(a * scale)

    return g


def q(r):
    """(exp(r) - 1 - r) / r^2; the middle node of an even degree is 0 but for rounding."""
    return (exp(r) - 1 - r) / r**2 if abs(r) > mpf(10) ** -20 else mpf(1) / 2


def of_root(f):
    return lambda z: f(sqrt(z), z)


ROOT_THREE = mpf(float(sqrt(mpf(3))))
DIGAMMA_ROOT = findroot(digamma, mpf("1.46163214496836234"))


def moebius(f):
    """f(z) by t = (z - c) / (z + c), c = sqrt(3), which takes 1 <= z <= 3 to |t| <= 0.268 and the poles beyond 1."""
    return lambda t: f(ROOT_THREE * (1 + t) / (1 - t))


def remainder(x):
    """lgamma(x) less Stirling's (x - 1/2) log x - x + log(2 pi) / 2."""
    return loggamma(x) - ((x - ONE / 2) * log(x) - x + log(2 * pi) / 2)


ONE = mpf(1)
REDUCED = log(mpf(2)) / 2 * mpf("1.0001")  # |r| of exp
SQUARE = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.0001")  # s^2 of log

def bessel_near(order):
    """I_n(x) = (x/2)^n (1 + y g(y)), y = x^2 / 4."""
    return of_root(lambda h, y: (besseli(order, 2 * h) / h**order - 1) / y)


def quantile_slope(v):
    """z / (p - 1/2) with p = Phi(z), of v = w - 5 / 2, w = -log(4 p (1 - p))."""
    x = sqrt(-expm1(-v - mpf(5) / 2))
    return 2 * sqrt(mpf(2)) * erfinv(x) / x


def bessel_far(order):
    """sqrt(x) exp(-x) I_n(x) by t = 16 / x - 1."""
    return lambda t: exp(-16 / (1 + t)) * besseli(order, 16 / (1 + t)) * 4 / sqrt(1 + t)


MOEBIUS = (3 - ROOT_THREE) / (3 + ROOT_THREE) + mpf("1e-6")
NINTH, TINY = mpf("1.0001") / 9, mpf("1e-20")
OCTANT = (pi / 4) ** 2 * mpf("1.0001")  # r^2 of sin

# File, table, function, interval, degree.
POLYNOMIALS = [
    ("Exponential", "Q_EXP", q, -REDUCED, REDUCED, 9),
    ("Exponential", "Q_EXPM1", q, -REDUCED, REDUCED, 10),
    ("Exponential", "P_EXP2", lambda r: (2**r - 1) / r if abs(r) > mpf(10) ** -20 else log(mpf(2)), -ONE / 2, ONE / 2, 10),
    ("Root", "SEED", lambda m: m ** (-ONE / 3), sqrt(ONE / 2), sqrt(mpf(2)), 5),
    ("Logarithm", "R", of_root(lambda s, z: (log((1 + s) / (1 - s)) / s - 2) / z), mpf("1e-30"), SQUARE, 6),
    ("Power", "Q", of_root(lambda s, z: ((log((1 + s) / (1 - s)) / s - 2) / z - mpf(2) / 3) / z), mpf("1e-25"), SQUARE, 7),
    ("Trigonometric", "ATAN", of_root(lambda t, z: (atan(t) / t - 1) / z), mpf("1e-30"), ONE / 4, 12),
    ("Trigonometric", "ASIN", of_root(lambda t, z: (asin(t) / t - 1) / z), mpf("1e-30"), ONE / 4, 12),
    ("Circular", "SIN", of_root(lambda t, z: (sin(t) / t - 1) / z), mpf("1e-25"), OCTANT, 5),
    ("Circular", "COS", of_root(lambda t, z: ((cos(t) - 1) / z + ONE / 2) / z), mpf("1e-20"), OCTANT, 5),
    ("Trigonometric", "TAN", of_root(lambda t, z: ((1 - 4 * z) * tan(pi * t) / t - pi) / z), mpf("1e-30"), ONE / 16, 7),
    ("ErrorFunction", "ERF", of_root(lambda t, z: erf(t) / t - 1), mpf("1e-30"), ONE / 4, 9),
    ("ErrorFunction", "ERFCX", mills(mpf(2), ONE, ONE), -ONE, ONE, 26),
    ("ErrorFunction", "NEAR_ERFCX", mills(mpf(3), ONE, ONE), -ONE * 5 / 7, -ONE / 11, 14),
    ("Gamma", "LGAMMA", moebius(lambda z: loggamma(z) / ((z - 1) * (z - 2))), -MOEBIUS, MOEBIUS, 17),
    ("Gamma", "DIGAMMA", moebius(lambda z: digamma(z) / (z - DIGAMMA_ROOT)), -MOEBIUS, MOEBIUS, 19),
    ("Gamma", "TRIGAMMA", moebius(lambda z: polygamma(1, z)), -MOEBIUS, MOEBIUS, 20),
    ("Gamma", "LGAMMA_FAR", of_root(lambda q, w: remainder(1 / q) / q), TINY, NINTH, 9),
    ("Gamma", "DIGAMMA_FAR", of_root(lambda q, w: (-log(q) - q / 2 - digamma(1 / q)) / w), TINY, NINTH, 10),
    ("Gamma", "TRIGAMMA_FAR", of_root(lambda q, w: (polygamma(1, 1 / q) - q - w / 2) / (w * q)), TINY, NINTH, 11),
    ("Bessel", "I0_NEAR", bessel_near(0), TINY, mpf(16), 14),
    ("Bessel", "I0_FAR", bessel_far(0), -ONE, ONE, 22),
    ("Bessel", "I1_NEAR", bessel_near(1), TINY, mpf(16), 14),
    ("Bessel", "I1_FAR", bessel_far(1), -ONE, ONE, 22),
    ("PhiloxBlock", "SIN", of_root(lambda v, z: sin(pi * v / 2) / v), mpf("1e-30"), ONE / 4, 6),
    ("PhiloxBlock", "COS", of_root(lambda v, z: cos(pi * v / 2)), mpf("1e-30"), ONE / 4, 6),
    ("Faddeeva", "SIN", of_root(lambda r, w: sin(2 * pi * r) / r), TINY, ONE / 16, 8),
    ("Faddeeva", "COS", of_root(lambda r, w: cos(2 * pi * r)), TINY, ONE / 16, 8),
    ("../expr/Slopes", "ERFCX", of_root(lambda q, w: (2 / sqrt(pi) - 2 / q * erfcx(1 / q)) / w), TINY, ONE / 64, 9),
    ("../expr/Slopes", "BESSEL_GAP", lambda q: exp(-1 / q) * (besseli(0, 1 / q) - besseli(1, 1 / q)) / sqrt(q) ** 3, TINY, ONE / 32, 8),
    ("NormalLaw", "CENTRAL", quantile_slope, -ONE * 5 / 2, ONE * 5 / 2, 21),
    ("NormalLaw", "TAIL", mills(mpf(3), ONE / 2, 1 / sqrt(mpf(2))), -ONE, ONE, 25),
]

# Fourteen nodes' squares t^2 and weights (2 h / pi) exp(-t^2), those of t = k h and of t = (k + 1/2) h in turn; half at 0.
STEP = sqrt(pi / 12)
SQUARES = [(STEP * k / 2) ** 2 for k in range(28)]
WEIGHTS = [(STEP if k == 0 else 2 * STEP) / pi * exp(-t) for k, t in enumerate(SQUARES)]

# The numerators of Wichura's AS 241 (PPND16) and the straight lines, by r - shift, taken from them.
ROOT_TWO = mpf(float(sqrt(mpf(2))))
QUANTILE = {
    "OUTER": (
        "1.42343711074968357734e0 4.63033784615654529590e0 5.76949722146069140550e0 3.64784832476320460504e0"
        " 1.27045825245236838258e0 2.41780725177450611770e-1 2.27238449892691845833e-2 7.74545014278341407640e-4",
        [ROOT_TWO * mpf("1.6"), ROOT_TWO],
    ),
    "FAR": (
        "6.65790464350110377720e0 5.46378491116411436990e0 1.78482653991729133580e0 2.96560571828504891230e-1"
        " 2.65321895265761230930e-2 1.24266094738807843860e-3 2.71155556874348757815e-5 2.01033439929228813265e-7",
        [ROOT_TWO * 5, ROOT_TWO],
    ),
}


def source(file, table):
    """The table's numbers as the Java source writes them."""
    text = (SOURCE / (file + ".java")).read_text()
    return re.search(r"double\[\] " + table + r" = \{(.*?)\}", text, re.S).group(1).replace(",", " ").split()


def above(region):
    """N - line D."""
    numerator, line = QUANTILE[region]
    c = [mpf(a) for a in numerator.split()]
    denominator = [mpf(a) for a in source("NormalLaw", region + "_BELOW")]
    for i, a in enumerate(line):
        for j, b in enumerate(denominator):
            if i + j == len(c):
                c.append(mpf(0))
            c[i + j] -= a * b
    return c


def main():
    tables = []
    for file, table, f, low, high, degree in POLYNOMIALS:
        c = interpolant(f, low, high, degree)
        if table == "ERF":
            c[0] = mpf(float(1 + c[0])) - 1  # rounded as 1 + c0, the slope of erf at 0
        tables.append((file, table, c, mp.nstr(log(error(f, c, low, high), 2), 4)))
    tables += [("NormalLaw", region + "_ABOVE", above(region), "exact") for region in QUANTILE]
    tables += [("Faddeeva", "NODE", SQUARES, "exact"), ("Faddeeva", "WEIGHT", WEIGHTS, "exact")]
    different = 0
    for file, table, c, log2_error in tables:
        if "--print" in sys.argv:
            print(table, "= {" + ", ".join(repr(float(a)) for a in c) + "};")
            continue
        there = [float(a) for a in source(file, table)]
        wrong = [k for k in range(max(len(c), len(there))) if c[k : k + 1] == [] or there[k : k + 1] != [float(c[k])]]
        print(f"{file}.{table}: degree {len(c) - 1}, log2 error {log2_error},", f"differs at {wrong}" if wrong else "as in Java")
        different += len(wrong)
    if "--print" not in sys.argv:
        mp.dps = 400
        bits = int(2 / pi * 2**1200)
        text = (SOURCE / "QuarterTurns.java").read_text()
        words = [int(word, 16) for word in re.findall(r"0x([0-9a-f]{12})L", text)]
        agree = words == [bits >> 1200 - 48 * (i + 1) & 2**48 - 1 for i in range(25)]
        print("QuarterTurns.TWO_OVER_PI:", "as in Java" if agree else "differs")
        different += not agree
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
