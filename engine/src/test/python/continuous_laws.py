"""Density, cdf and survival of laws on the line and derivatives in their arguments, with 50 digits.

    python3 engine/src/test/python/continuous_laws.py > engine/src/test/resources/org/pushforward/engine/variable/continuous_laws.csv

(needs mpmath). Derivatives are mpmath's differences (five points where masses are integrated), of the logarithm of the density and of the cdf, one for each argument.
"""

from mpmath import arg, asin, atan, besseli, betainc, erf, erfc, exp, expm1, gamma, gammainc, hyp2f2, inf, log, log1p, loggamma, mp, mpc, mpf, ncdf, nstr, pi, power, quad, sin, sqrt

mp.dps = 65


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


def beta_prime(x, a, b):
    p, cdf, _ = beta_law(x / (1 + x), a, b)
    return p / (1 + x) ** 2, cdf, betainc(b, a, 0, 1 / (1 + x), regularized=True)


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


def integrated(density, x, middle, scale, low, high):
    """Density and both masses, the one from x away from the middle over ever longer panels."""
    sign = 1 if x > middle else -1
    end = high if x > middle else low
    total, near, length, top = mpf(0), x, scale(x), density(x)
    while True:
        far = near + sign * length
        last = (far - end) * sign >= 0 or length > 2**12 * scale(x)
        infinite = last and abs(end) == inf
        panel = sign * quad(lambda t: density(t) / top, [near, end if last else far], method="tanh-sinh" if infinite else "gauss-legendre")
        total += panel
        if last or abs(panel) < mpf(10) ** -50 * total:
            break
        near, length = far, length * 2
    total *= top
    return (top, 1 - total, total) if sign > 0 else (top, total, 1 - total)


def rice(x, nu, s):
    a = nu / s

    def density(r):
        return r * exp(-((r - a) ** 2) / 2) * besseli(0, a * r) * exp(-a * r)

    p, cdf, survival = integrated(density, x / s, sqrt(a * a + 1), lambda r: 1 / (1 + abs(r - a)), mpf(0), inf)
    return p / s, cdf, survival


def von_mises(x, m, k):
    def density(t):
        return exp(-2 * k * sin(t / 2) ** 2) / (2 * pi * besseli(0, k) * exp(-k))

    scale = lambda t: 1 / (1 + sqrt(k) + k * abs(sin(t)))
    return integrated(density, x - m, mpf(0), scale, -pi, +pi)


def skew_normal(x, m, s, a):
    def density(z):
        return exp(-z * z / 2) / sqrt(2 * pi) * erfc(-a * z / sqrt(mpf(2)))

    def scale(z):
        return 1 / (1 + abs(z) + abs(a) * (1 + (abs(a * z) if a * z < 0 else 0)))

    p, cdf, survival = integrated(density, (x - m) / s, a / sqrt(1 + a * a) * mpf("0.7"), scale, -inf, inf)
    return p / s, cdf, survival


def voigt(x, m, s, g):
    """w and the real part of its integral from z on over sqrt(pi), beyond |z| = 13 by their asymptotic series."""
    z = mpc(abs(x - m), g) / (s * sqrt(mpf(2)))
    if abs(z) < 13:
        mp.dps += 170
        w = exp(-z * z) * erfc(mpc(0, -1) * z)
        tail = (1 - erf(z)) / 2 - mpc(0, 1) * z * z / pi * hyp2f2(1, 1, mpf(3) / 2, 2, -z * z)
        tail = tail.real
        mp.dps -= 170
    else:
        power, sums, j, square = mpf(1), [mpc(1), mpc(0)], 0, z * z
        while j < 160 and abs(power) > mpf(10) ** -80:
            power *= (j + mpf(1) / 2) / square
            j += 1
            sums = [sums[0] + power, sums[1] + power / (2 * j)]
        w = mpc(0, 1) / sqrt(pi) / z * sums[0]
        tail = (arg(z) - sums[1].imag) / pi
    p = w.real / (s * sqrt(2 * pi))
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
    "beta_prime": (beta_prime, [(0.4, 0.7), (1.0, 3.0), (2.5, 0.6), (7.0, 4.0), (60.0, 90.0)], [1e-12, 0.02, 0.35, 1.0, 5.0, 1e6]),
    "f": (f_law, [(1.0, 1.0), (3.0, 8.0), (12.5, 2.5), (120.0, 80.0)], [1e-9, 0.1, 0.8, 1.3, 5.0, 700.0]),
    "levy": (levy, [(0.0, 1.0), (-1.5, 0.4)], [1e-2, 0.3, 1.0, 8.0, 1e6, 1e18]),
    "arcsine": (arcsine, [(0.0, 1.0), (-2.0, 1.5)], [1e-12, 0.02, 0.5, 0.9, 1 - 2.0**-20]),
    "kumaraswamy": (kumaraswamy, [(0.4, 0.7), (1.0, 3.0), (2.5, 0.6), (7.0, 4.0), (0.02, 30.0)], [1e-12, 0.02, 0.35, 0.8, 1 - 2.0**-20]),
    "triangular": (lambda x, a, m, b: trapezoidal(x, a, m, m, b), [(-1.0, 0.5, 2.0), (-3.0, 1.0, 1.25)], [-0.999, -0.3, 0.25, 0.75, 1.2]),
    "trapezoidal": (trapezoidal, [(-1.0, 0.25, 1.0, 3.0), (-2.0, -1.5, 0.0, 1.75)], [-0.999, -0.25, 0.125, 0.75, 1.2, 1.7]),
    "rice": (rice, [(0.3, 1.0), (1.5, 0.8), (40.0, 2.0), (1000.0, 1.0)], [1e-6, 0.4, 1.7, 5.0, 16.0, 39.0, 44.0, 75.0, 980.0, 999.9, 1031.0]),
    "von_mises": (von_mises, [(0.4, 0.01), (0.4, 2.5), (-1.0, 80.0), (2.0, 1e5)], [-2.74, -1.5, -1.25, 0.3999, 0.41, 1.0, 1.99, 2.03, 3.5]),
    "skew_normal": (skew_normal, [(0.0, 1.0, 0.7), (0.5, 2.0, -4.0), (-1.0, 0.5, 300.0)], [-30.0, -8.0, -1.02, -0.9, -0.2, 0.3, 0.8, 3.0, 12.0]),
    "voigt": (voigt, [(0.0, 1.0, 1.0), (0.25, 0.6, 0.01), (0.0, 1.0, 1e-9), (1.0, 0.002, 2.0)], [-1e140, -2e10, -70.0, -6.5, -3.0, 0.1, 1.1, 4.5, 8.0, 3e5]),
    "inverse_gaussian": (inverse_gaussian, [(1.0, 1.0), (2.0, 0.3), (0.5, 20.0), (1.5, 0.01)], [0.01, 0.2, 0.5, 0.9, 1.6, 4.0, 15.0, 200.0]),
    "exponentially_modified_normal": (
        exponentially_modified_normal,
        [(0.0, 1.0, 1.0), (1.0, 0.5, 0.2), (0.5, 2.0, 30.0), (0.0, 0.05, 0.3)],
        [-8.0, -1.5, -0.2, 0.4, 0.75, 2.0, 15.0, 40.0],
    ),
    "generalized_normal": (generalized_normal, [(0.0, 1.0, 2.0), (0.3, 2.0, 0.6), (-1.0, 0.7, 1.0), (0.5, 1.5, 6.0)], [-4.0, -1.2, -1e-3, 0.1, 0.3001, 0.8, 3.5, 30.0]),
}


def differences(law, x, p, values):
    slopes = []
    for f in (lambda *q: log(law(mpf(x), *q)[0]), lambda *q: law(mpf(x), *q)[1 if values[1] < values[2] else 2]):
        n = len(p)
        sign = 1 if not slopes or values[1] < values[2] else -1
        slopes.append([sign * mp.diff(f, tuple(p), tuple(int(i == k) for i in range(n))) for k in range(n)])
    return slopes


INTEGRATED = ("rice", "von_mises", "skew_normal", "voigt")


def five_point(law, x, p):
    """Slopes of log density and cdf with some 45 digits, at the precision that integrals have their nodes for."""
    slopes = [[], []]
    for k, value in enumerate(p):
        h = mpf(10) ** -12 * (abs(value) if value else 1)
        at = [law(x, *p[:k], value + j * h, *p[k + 1 :]) for j in (-2, -1, 1, 2)]
        values = [[log(v[0]) for v in at], [v[1] if v[1] < v[2] else -v[2] for v in at]]
        for slope, v in zip(slopes, values):
            slope.append((8 * (v[2] - v[1]) - (v[3] - v[0])) / (12 * h))
    return slopes


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
            if name in INTEGRATED:
                slopes = five_point(law, mpf(x), p)
            else:
                slopes = differences(law, x, p, values)
            print(",".join([name, " ".join(map(repr, given)), repr(x), *(nstr(v, 25) for v in values), *map(numbers, slopes)]))
