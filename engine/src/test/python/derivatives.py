"""Derivatives of every operation of org.pushforward.engine.expr.Operation, with 60 digits.

    python3 engine/src/test/python/derivatives.py > engine/src/test/resources/org/pushforward/engine/expr/derivatives.csv

(needs mpmath; a minute). Arguments are random, of moderate size and of all sizes, and chosen where a careless formula overflows or
cancels. A row is the operation, the operand, the arguments, the derivative and what an error is relative to: the derivative, but
where it is a difference that may vanish its larger term; then the third argument, if there is one.
"""

import random

from mpmath import (acos, asin, besseli, cos, cosh, digamma, erf, erfc, erfinv, exp, expm1, log, log1p, loggamma, mp, mpc, mpf, nstr, pi, polygamma, sin, sinh, sqrt, tan)

mp.dps = 60
random.seed(20261121)

EXTREMES = [5e-324, 1e-300, 1e-160, 1e-20, 1e-8, 1e8, 1e20, 1e160, 1e300]


def moderate(low, high):
    return [random.uniform(low, high) for _ in range(20)]


def sizes(low, high, count=12):
    return [10 ** random.uniform(low, high) for _ in range(count)]


def both(values):
    return values + [-v for v in values]


def erfcx(x):
    if x < 20:
        return exp(x * x) * erfc(x)
    s, term, k = mpf(0), mpf(1), 0
    while abs(term) > mpf(10) ** -75 and k < 200:
        s += term
        k += 1
        term = -term * (2 * k - 1) / (2 * x * x)
    return s / (x * sqrt(pi))


def erfcx_slope(x):
    if x < 30:
        return 2 * x * erfcx(x) - 2 / sqrt(pi)
    s, term = mpf(0), mpf(1)  # what 2 x erfcx(x) has beyond its first term
    for k in range(1, 120):
        term = -term * (2 * k - 1) / (2 * x * x)
        s += term
    return 2 * s / sqrt(pi)


def phi(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def cdf(x):
    return erfc(-x / sqrt(2)) / 2


def hazard(x):
    return sqrt(2 / pi) / erfcx(-x / sqrt(2))


def quantile(p):
    z = -sqrt(2) * erfinv(1 - 2 * p) if p > 1e-20 else -sqrt(-2 * log(p))
    for _ in range(8):
        z -= log(cdf(z) / p) * cdf(z) / phi(z)
    return z


def faddeeva_slope(x, y):
    z = mpc(x, y)
    return -2 * z * exp(-z * z) * erfc(mpc(y, -x)) + 2j / sqrt(pi)


def scaled_bessel(n, x):
    return exp(-abs(x)) * besseli(n, x)


def density(a, x):
    return exp((a - 1) * log(x) - x - loggamma(a))


def incomplete(a, x):
    """P(a, x) and its derivative by a, from the sum of x^n / ((a + 1) .. (a + n))."""
    term, s, harmonic, slope, n = mpf(1), mpf(1), mpf(0), mpf(0), 0
    while term > s * mpf(10) ** -70:
        n += 1
        term *= x / (a + n)
        harmonic += 1 / (a + n)
        s += term
        slope -= term * harmonic
    start = density(a, x) * x / a
    return start * s, start * (slope + s * (log(x) - digamma(a + 1)))


def beta_density(a, b, x):
    return exp((a - 1) * log(x) + (b - 1) * log(1 - x) - loggamma(a) - loggamma(b) + loggamma(a + b))


def incomplete_beta(a, b, x):
    """I(x; a, b) and its derivatives by a and b, from the sum of (a + b) .. (a + b + n - 1) / ((a + 1) .. (a + n)) x^n."""
    term, s, by_a, by_b, slope_a, slope_b, n = mpf(1), mpf(1), mpf(0), mpf(0), mpf(0), mpf(0), 0
    while n < 10 or term > s * mpf(10) ** -70:
        by_b += 1 / (a + b + n)
        by_a += 1 / (a + b + n) - 1 / (a + 1 + n)
        term *= x * (a + b + n) / (a + 1 + n)
        n += 1
        s += term
        slope_a += term * by_a
        slope_b += term * by_b
    start, both = beta_density(a, b, x) * x * (1 - x) / a, digamma(a + b)
    return (
        start * s,
        start * (slope_a + s * (log(x) - digamma(a) + both - 1 / a)),
        start * (slope_b + s * (log(1 - x) - digamma(b) + both)),
    )


def sign(x):
    return -1 if x < 0 else 1


one = {
    "SQRT": (lambda x: 1 / (2 * sqrt(x)), sizes(-300, 300)),
    "ABS": (sign, both(EXTREMES)),
    "EXP": (exp, moderate(-700, 700) + both(sizes(-20, 0))),
    "EXPM1": (exp, moderate(-700, 700) + both(sizes(-20, 0))),
    "LOG": (lambda x: 1 / x, sizes(-307, 307)),
    "LOG1P": (lambda x: 1 / (1 + x), both(sizes(-20, -0.1)) + sizes(0, 300) + [-1 + 2.0**-50]),
    "LOG1MEXP": (lambda x: -1 / expm1(-x), [-v for v in sizes(-300, 2.5, 25)]),
    "SIGMOID": (lambda x: 1 / (2 + exp(x) + exp(-x)), moderate(-700, 700) + both(sizes(-20, 1))),
    "SOFTPLUS": (lambda x: 1 / (1 + exp(-x)), moderate(-700, 700) + both(sizes(-20, 1))),
    "LOG_SIGMOID": (lambda x: 1 / (1 + exp(x)), moderate(-700, 700) + both(sizes(-20, 1))),
    "SINH": (cosh, moderate(-700, 700) + both(sizes(-20, 1))),
    "COSH": (sinh, moderate(-700, 700) + both(sizes(-20, 1))),
    "TANH": (lambda x: 1 / cosh(x) ** 2, moderate(-350, 350) + both(sizes(-20, 1))),
    "ASINH": (lambda x: 1 / sqrt(x * x + 1), both(EXTREMES) + both(sizes(-2, 300))),
    "ACOSH": (lambda x: 1 / sqrt(x * x - 1), sizes(0, 300) + [1 + 2.0**-52, 1 + 1e-8]),
    "ATANH": (lambda x: 1 / (1 - x * x), moderate(-1, 1) + both(sizes(-20, -1)) + both([1 - 2.0**-53])),
    "EXP2": (lambda x: 2**x * log(2), moderate(-1000, 1000)),
    "LOG2": (lambda x: 1 / (x * log(2)), sizes(-307, 307)),
    "LOG10": (lambda x: 1 / (x * log(10)), sizes(-307, 307)),
    "CBRT": (lambda x: 1 / (3 * mp.cbrt(abs(x)) ** 2), both(EXTREMES) + both(sizes(-300, 300))),
    "SIN": (cos, moderate(-10, 10) + both(EXTREMES)),
    "COS": (lambda x: -sin(x), moderate(-10, 10) + both(EXTREMES)),
    "TAN": (lambda x: 1 / cos(x) ** 2, moderate(-10, 10) + both(EXTREMES) + [1.5707963267948966]),
    "ASIN": (lambda x: 1 / sqrt(1 - x * x), moderate(-1, 1) + both(sizes(-20, -1)) + both([1 - 2.0**-53])),
    "ACOS": (lambda x: -1 / sqrt(1 - x * x), moderate(-1, 1) + both(sizes(-20, -1)) + both([1 - 2.0**-53])),
    "ATAN": (lambda x: 1 / (1 + x * x), moderate(-10, 10) + both(sizes(-300, 150))),
    "ERF": (lambda x: 2 / sqrt(pi) * exp(-x * x), moderate(-26, 26) + both(sizes(-300, 1))),
    "ERFC": (lambda x: -2 / sqrt(pi) * exp(-x * x), moderate(-26, 26) + both(sizes(-300, 1))),
    "ERFCX": (erfcx_slope, moderate(-20, 40) + both(sizes(-300, 1)) + sizes(1, 150)),
    "ERFINV": (lambda x: sqrt(pi) / 2 * exp(erfinv(x) ** 2), moderate(-1, 1) + both(sizes(-300, -1)) + both([1 - 2.0**-53])),
    "NORMAL_CDF": (phi, moderate(-37, 37) + both(sizes(-300, 1))),
    "NORMAL_DENSITY": (lambda x: -x * phi(x), moderate(-37, 37) + both(sizes(-300, 1))),
    "LOG_NORMAL_CDF": (hazard, moderate(-40, 20) + both(sizes(-300, 1)) + [-1e4, -1e8, -1e150]),
    "NORMAL_QUANTILE": (lambda p: 1 / phi(quantile(p)), moderate(0, 1) + sizes(-300, -1) + [1 - v for v in sizes(-15, -1)]),
    "CAUCHY_QUANTILE": (lambda p: pi / sin(pi * p) ** 2, moderate(0, 1) + sizes(-150, -1) + [1 - v for v in sizes(-15, -1)]),
    "LGAMMA": (digamma, sizes(-300, 300) + moderate(0, 10)),
    "DIGAMMA": (lambda x: polygamma(1, x), sizes(-150, 150) + moderate(-10, 10)),
    "TRIGAMMA": (lambda x: polygamma(2, x), sizes(-100, 100) + moderate(0, 30)),
    "BESSEL_I0": (lambda x: besseli(1, x), moderate(-700, 700) + both(sizes(-300, 1))),
    "BESSEL_I1": (lambda x: besseli(0, x) - besseli(1, x) / x, moderate(-700, 700) + both(sizes(-100, 1))),
    "BESSEL_I0E": (
        lambda x: scaled_bessel(1, x) - sign(x) * scaled_bessel(0, x),
        moderate(-100, 100) + both(sizes(-100, 1)) + both(sizes(1, 15)),
    ),
    "BESSEL_I1E": (
        lambda x: scaled_bessel(0, x) - scaled_bessel(1, x) / x - sign(x) * scaled_bessel(1, x),
        moderate(-100, 100) + both(sizes(-100, 1)) + both(sizes(1, 15)),
    ),
}

gammas = list(zip(sizes(-20, 20, 25), sizes(-20, 20, 25))) + list(zip(moderate(0, 10), moderate(0, 10)))
signs = list(zip(both(sizes(-300, 300)), both(sizes(-300, 300)))) + list(zip(moderate(-3, 3), moderate(-3, 3)))
plane = list(zip(moderate(-10, 10), moderate(0, 10))) + list(zip(both(sizes(-3, 4)), sizes(-10, 4, 24)))

two = {
    "POW": (
        lambda x, y: (y * x ** (y - 1), x**y * log(x)),
        [(x, random.uniform(-700, 700) / float(log(x))) for x in sizes(-150, 150)] + list(zip(sizes(-1, 1), moderate(-20, 20))),
    ),
    "LOGSUMEXP": (
        lambda x, y: (1 / (1 + exp(y - x)), 1 / (1 + exp(x - y))),
        list(zip(moderate(-300, 300), moderate(-300, 300))) + [(1e8, 1e8 + 1), (-1e15, -1e15), (1e300, 2), (-1e12, 1 - 1e12)],
    ),
    "HYPOT": (lambda x, y: (x / sqrt(x * x + y * y), y / sqrt(x * x + y * y)), [(x, y) for x, y in signs if abs(x / y) < 1e150 and abs(y / x) < 1e150]),
    "ATAN2": (lambda y, x: (x / (x * x + y * y), -y / (x * x + y * y)), signs),
    "NORMAL_CDF_INTEGRAL": (
        lambda y, s: (cdf(y / s), phi(y / s)),
        [(s * random.uniform(-20, 20), s) for s in sizes(-100, 100)],
    ),
    "LBETA": (lambda a, b: (digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)), gammas),
    "FADDEEVA_RE": (lambda x, y: (faddeeva_slope(x, y).real, -faddeeva_slope(x, y).imag), plane),
    "FADDEEVA_IM": (lambda x, y: (faddeeva_slope(x, y).imag, faddeeva_slope(x, y).real), plane),
}

shapes = [(a, abs(a + sqrt(a) * random.gauss(0, 1.5)) * 10 ** random.uniform(-0.5, 0.5)) for a in sizes(-3, 3, 40)]
shapes = [(a, float(x)) for a, x in shapes if incomplete(mpf(a), mpf(float(x)))[0] < 1 - mpf(10) ** -30]

three = {
    "GAMMA_P": lambda a, x, P, D: (D, density(a, x)),
    "GAMMA_Q": lambda a, x, P, D: (-D, -density(a, x)),
    "LOG_GAMMA_P": lambda a, x, P, D: (D / P, density(a, x) / P),
    "LOG_GAMMA_Q": lambda a, x, P, D: (-D / (1 - P), -density(a, x) / (1 - P)),
}

beta_shapes = [(a, b, random.betavariate(a, b) if min(a, b) > 0.1 else random.random()) for a, b in zip(sizes(-2, 3, 30), sizes(-2, 3, 30))]
beta_shapes = [(a, b, x) for a, b, x in beta_shapes if 1e-6 < x < 0.95]

four = {
    "IBETA": lambda a, b, x, I, A, B: (A, B, beta_density(a, b, x)),
    "IBETAC": lambda a, b, x, I, A, B: (-A, -B, -beta_density(a, b, x)),
    "LOG_IBETA": lambda a, b, x, I, A, B: (A / I, B / I, beta_density(a, b, x) / I),
    "LOG_IBETAC": lambda a, b, x, I, A, B: (-A / (1 - I), -B / (1 - I), -beta_density(a, b, x) / (1 - I)),
}


def row(name, operand, x, y, value, scale, *z):
    value = mpf(value)
    if mpf(2) ** -1022 <= abs(value) < mpf(2) ** 1024:
        print(",".join([name, str(operand), repr(x), repr(y), nstr(value, 20), nstr(abs(mpf(scale)), 5), *map(repr, z)]))


print("# By mpmath 1.3.0 with 60 digits (derivatives.py).")
print("operation,operand,x,y,derivative,size")
for name, (f, arguments) in one.items():
    for x in arguments:
        value = f(mpf(x))
        row(name, 0, x, 1.0, value, pi if name == "LGAMMA" and x < 0 else value)
for name, (f, arguments) in two.items():
    for x, y in arguments:
        values = f(mpf(x), mpf(y))
        for i in (0, 1):
            row(name, i, x, y, values[i], sqrt(values[0] ** 2 + values[1] ** 2) if "FADDEEVA" in name else values[i])
for a, x in shapes:
    for name, f in three.items():
        for i, value in enumerate(f(mpf(a), mpf(x), *incomplete(mpf(a), mpf(x)))):
            row(name, i, a, x, value, value)
    for i, terms in enumerate([(log(mpf(x)), -digamma(a)), ((mpf(a) - 1) / x, -1)]):
        row("LOG_GAMMA_P_DERIVATIVE", i, a, x, sum(terms), max(map(abs, terms)))
for a, b, x in beta_shapes:
    arguments = mpf(a), mpf(b), mpf(x)
    for name, f in four.items():
        for i, value in enumerate(f(*arguments, *incomplete_beta(*arguments))):
            row(name, i, a, b, value, value, x)
    both = digamma(mpf(a) + b)
    scores = [(log(mpf(x)), -digamma(a), both), (log(1 - mpf(x)), -digamma(b), both), ((mpf(a) - 1) / x, -(mpf(b) - 1) / (1 - mpf(x)))]
    for i, terms in enumerate(scores):
        row("LOG_IBETA_DERIVATIVE", i, a, b, sum(terms), max(map(abs, terms)), x)
for a, x in shapes:
    P = incomplete(mpf(a), mpf(x))[0]
    if a < 30 and mpf(10) ** -30 < P < 1 - mpf(10) ** -9:
        for name, p in ("GAMMA_P_INV", float(P)), ("GAMMA_Q_INV", float(1 - P)):
            sign_of = 1 if name == "GAMMA_P_INV" else -1
            exact = x + sign_of * (p - (P if sign_of > 0 else 1 - P)) / density(mpf(a), mpf(x))
            row(name, 0, a, p, -incomplete(mpf(a), exact)[1] / density(mpf(a), exact), incomplete(mpf(a), exact)[1] / density(mpf(a), exact))
            row(name, 1, a, p, sign_of / density(mpf(a), exact), 1 / density(mpf(a), exact))
