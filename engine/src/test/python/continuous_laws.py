"""Density, cdf and survival of laws on the line and derivatives in their arguments, with 50 digits.

    python3 engine/src/test/python/continuous_laws.py > engine/src/test/resources/org/pushforward/engine/variable/continuous_laws.csv

(needs mpmath). Derivatives are mpmath's differences, of the logarithm of the density and of the cdf, one for each argument.
"""

from mpmath import asin, atan, betainc, erf, erfc, exp, expm1, gamma, gammainc, inf, log, log1p, loggamma, mp, mpf, ncdf, nstr, pi, power, sqrt

mp.dps = 50


def gamma_law(x, a, k):
    return (
        exp(a * log(k) + (a - 1) * log(x) - k * x - loggamma(a)),
        gammainc(a, 0, k * x, regularized=True),
        gammainc(a, k * x, inf, regularized=True),
    )



def root_of_gamma(x, a, k):
    p, cdf, survival = gamma_law(x * x, a, k)
    return 2 * x * p, cdf, survival


def inverse_gamma(x, a, b):
    p, cdf, survival = gamma_law(1 / x, a, b)
    return p / x**2, survival, cdf


def beta_law(x, a, b):
    p = exp((a - 1) * log(x) + (b - 1) * log1p(-x) + loggamma(a + b) - loggamma(a) - loggamma(b))
    return p, betainc(a, b, 0, x, regularized=True), betainc(b, a, 0, 1 - x, regularized=True)


def f_law(x, m, n):
    g = m * x / n
    p, cdf, _ = beta_law(g / (1 + g), m / 2, n / 2)
    return p * m / n / (1 + g) ** 2, cdf, betainc(n / 2, m / 2, 0, 1 / (1 + g), regularized=True)


def student_t(x, nu, m, s):
    z = (x - m) / s
    p = exp(loggamma((nu + 1) / 2) - loggamma(nu / 2) - (nu + 1) / 2 * log1p(z * z / nu)) / sqrt(nu * pi) / s
    tail = betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + z * z), regularized=True) / 2
    return (p, tail, 1 - tail) if z < 0 else (p, 1 - tail, tail)


def levy(x, m, c):
    y = (x - m) / c
    return exp(-1 / (2 * y)) / sqrt(2 * pi) / y**1.5 / c, erfc(sqrt(1 / (2 * y))), erf(sqrt(1 / (2 * y)))


def arcsine(x, a, b):
    y = (x - a) / (b - a)
    return 1 / pi / sqrt((x - a) * (b - x)), 2 / pi * asin(sqrt(y)), 2 / pi * asin(sqrt(1 - y))


def kumaraswamy(x, a, b):
    q = -expm1(a * log(x))
    return a * b * x ** (a - 1) * q ** (b - 1), -expm1(b * log(q)), q**b


def trapezoidal(x, a, b, c, d):
    t = d + c - a - b
    if x <= b:
        cdf = (x - a) ** 2 / (b - a) / t
        return 2 * (x - a) / (b - a) / t, cdf, 1 - cdf
    if x <= c:
        return 2 / t, (2 * x - a - b) / t, (c + d - 2 * x) / t
    survival = (d - x) ** 2 / (d - c) / t
    return 2 * (d - x) / (d - c) / t, 1 - survival, survival


def inverse_gaussian(x, m, k):
    r, s = sqrt(k / x) * (x / m - 1), sqrt(k / x) * (x / m + 1)
    mp.dps += 100
    second = exp(2 * k / m) * ncdf(-s)
    values = sqrt(k / (2 * pi * x**3)) * exp(-k * (x - m) ** 2 / (2 * m * m * x)), ncdf(r) + second, ncdf(-r) - second
    mp.dps -= 100
    return values


def exponentially_modified_normal(x, m, s, k):
    mp.dps += 100
    z, g = (x - m) / s, k * s
    second = exp(g * g / 2 - g * z) * ncdf(z - g)
    values = k * second, ncdf(z) - second, ncdf(-z) + second
    mp.dps -= 100
    return values


def generalized_normal(x, m, s, b):
    z = abs(x - m) / s
    tail = gammainc(1 / b, z**b, inf, regularized=True) / 2
    p = b / (2 * s * gamma(1 / b)) * exp(-(z**b))
    return (p, tail, 1 - tail) if x < m else (p, 1 - tail, tail)


LAWS = {
    "half_normal": (
        lambda x, s: (sqrt(2 / pi) / s * exp(-((x / s) ** 2) / 2), erf(x / s / sqrt(2)), erfc(x / s / sqrt(2))),
        [(0.7,), (3.0,)],
        [1e-8, 0.3, 1.0, 4.5, 20.0],
    ),
    "half_cauchy": (
        lambda x, g: (2 / pi / g / (1 + (x / g) ** 2), 2 / pi * atan(x / g), 2 / pi * atan(g / x)),
        [(0.6,), (2.5,)],
        [1e-8, 0.3, 1.0, 4.5, 1e3, 1e9],
    ),
    "gamma": (gamma_law, [(0.3, 2.0), (1.0, 0.7), (4.5, 1.5), (80.0, 12.0)], [1e-12, 0.02, 0.5, 2.0, 6.0, 9.0, 40.0]),
    "chi_squared": (lambda x, n: gamma_law(x, n / 2, mpf(1) / 2), [(0.4,), (1.0,), (2.0,), (7.0,), (150.0,)], [1e-6, 0.5, 3.0, 20.0, 160.0]),
    "inverse_gamma": (inverse_gamma, [(0.4, 2.0), (3.5, 0.8), (40.0, 60.0)], [0.02, 0.3, 1.4, 5.0, 300.0]),
    "maxwell": (lambda x, s: root_of_gamma(x, mpf(3) / 2, 1 / (2 * s * s)), [(0.8,), (3.0,)], [1e-6, 0.3, 1.5, 6.0, 22.0]),
    "nakagami": (lambda x, m, w: root_of_gamma(x, m, m / w), [(0.5, 1.0), (2.5, 3.0), (30.0, 0.4)], [1e-3, 0.4, 0.7, 1.7, 5.0]),
    "student_t": (
        student_t,
        [(0.5, 0.0, 1.0), (1.0, 0.3, 2.0), (4.5, -1.0, 0.7), (300.0, 1.0, 2.0), (1e4, 0.1, 1.0)],
        [-1e4, -30.0, -3.0, -1.0 - 1e-9, 0.0, 0.3, 0.5, 1.0 + 1e-6, 4.0, 12.0, 1e9],
    ),
    "beta": (beta_law, [(0.4, 0.7), (1.0, 3.0), (2.5, 0.6), (7.0, 4.0), (60.0, 90.0)], [1e-12, 0.02, 0.35, 0.5, 0.8, 1 - 2.0**-20]),
    "f": (f_law, [(1.0, 1.0), (3.0, 8.0), (12.5, 2.5), (120.0, 80.0)], [1e-9, 0.1, 0.8, 1.3, 5.0, 700.0]),
    "levy": (levy, [(0.0, 1.0), (-1.5, 0.4)], [1e-2, 0.3, 1.0, 8.0, 1e6, 1e18]),
    "arcsine": (arcsine, [(0.0, 1.0), (-2.0, 1.5)], [1e-12, 0.02, 0.5, 0.9, 1 - 2.0**-20]),
    "kumaraswamy": (kumaraswamy, [(0.4, 0.7), (1.0, 3.0), (2.5, 0.6), (7.0, 4.0), (0.02, 30.0)], [1e-12, 0.02, 0.35, 0.8, 1 - 2.0**-20]),
    "triangular": (lambda x, a, m, b: trapezoidal(x, a, m, m, b), [(-1.0, 0.5, 2.0), (-3.0, 1.0, 1.25)], [-0.999, -0.3, 0.25, 0.75, 1.2]),
    "trapezoidal": (trapezoidal, [(-1.0, 0.25, 1.0, 3.0), (-2.0, -1.5, 0.0, 1.75)], [-0.999, -0.25, 0.125, 0.75, 1.2, 1.7]),
    "inverse_gaussian": (inverse_gaussian, [(1.0, 1.0), (2.0, 0.3), (0.5, 20.0), (1.5, 0.01)], [0.01, 0.2, 0.5, 0.9, 1.6, 4.0, 15.0, 200.0]),
    "exponentially_modified_normal": (
        exponentially_modified_normal,
        [(0.0, 1.0, 1.0), (1.0, 0.5, 0.2), (0.5, 2.0, 30.0), (0.0, 0.05, 0.3)],
        [-8.0, -1.5, -0.2, 0.4, 0.75, 2.0, 15.0, 40.0],
    ),
    "generalized_normal": (generalized_normal, [(0.0, 1.0, 2.0), (0.3, 2.0, 0.6), (-1.0, 0.7, 1.0), (0.5, 1.5, 6.0)], [-4.0, -1.2, -1e-3, 0.1, 0.3001, 0.8, 3.5, 30.0]),
}


def numbers(values):
    return " ".join(nstr(v, 25) for v in values)


print("# By mpmath 1.3.0 with 50 digits or more (continuous_laws.py); numbers are the doubles their decimals round to.")
print("law,arguments,x,density,cdf,survival,slopes of log density,slopes of cdf")
for name, (law, arguments, at) in LAWS.items():
    for given in arguments:
        p = [mpf(v) for v in given]
        for x in at:
            if name in ("levy", "arcsine"):  # these are distances from the lower end, as parts of the scale
                x = float(p[0] + mpf(x) * (p[1] if name == "levy" else p[1] - p[0]))
            values = law(mpf(x), *p)
            if min(values) < mpf(10) ** -300:
                continue
            slopes = []
            for f in (lambda *q: log(law(mpf(x), *q)[0]), lambda *q: law(mpf(x), *q)[1 if values[1] < values[2] else 2]):
                n = len(p)
                sign = 1 if not slopes or values[1] < values[2] else -1
                slopes.append([sign * mp.diff(f, tuple(p), tuple(int(i == k) for i in range(n))) for k in range(n)])
            print(",".join([name, " ".join(map(repr, given)), repr(x), *(nstr(v, 25) for v in values), *map(numbers, slopes)]))
