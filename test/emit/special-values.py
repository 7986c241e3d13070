"""Values of special functions, computed with mpmath to 60 digits and rounded to doubles: prints special-values.json.

Usage: python3 test/emit/special-values.py > test/emit/special-values.json
"""
import json
import random

import mpmath as mp

mp.mp.dps = 60
random.seed(6)


def spread(low, high, count):
    return [low + (high - low) * (k + random.random()) / count for k in range(count)]


def decades(low, high, count):
    return [10 ** x for x in spread(low, high, count)]


def erfinv(x):
    """From 1 - |x| where that is small: mpmath's own loses digits there."""
    with mp.workdps(120):
        start = mp.erfinv(mp.mpf(x))
        return mp.findroot(lambda y: mp.erf(y) - mp.mpf(x), start)


def scaled(z):
    with mp.workdps(1600 if abs(z) > 8 else 120):
        return mp.exp(z * z) * mp.erfc(z)


def far(z):
    """The asymptotic series of exp(z^2) erfc(z), to its smallest term."""
    total, term = mp.mpf(1), mp.mpf(1)
    for k in range(1, 60):
        term *= -(2 * k - 1) / (2 * z * z)
        total += term
    return total / (z * mp.sqrt(mp.pi))


def erfcx(z):
    return far(mp.mpf(z)) if z > 30 else scaled(mp.mpf(z))


def log_erfc(z):
    z = mp.mpf(z)
    return mp.log(erfcx(z)) - z * z if z > 0.25 else mp.log1p(-mp.erf(z))


def log_normcdf(z):
    z = mp.mpf(z)
    with mp.workdps(500):
        if z > 0:
            return mp.log1p(-mp.erfc(z / mp.sqrt(2)) / 2)
        y = -z / mp.sqrt(2)
        return mp.log(erfcx(y) / 2) - y * y


def log_student(x, v):
    x, v = mp.mpf(x), mp.mpf(v)
    with mp.workdps(90):
        return (
            mp.loggamma((v + 1) / 2)
            - mp.loggamma(v / 2)
            - mp.log(v * mp.pi) / 2
            - (v + 1) / 2 * mp.log1p(x * x / v)
        )


def logbeta(a, b):
    a, b = mp.mpf(a), mp.mpf(b)
    with mp.workdps(90):
        return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def rows(f, points):
    found = [[*p, float(f(*p))] for p in points]
    return [r for r in found if abs(r[-1]) != float("inf")]


ones = lambda xs: [[x] for x in xs]
pairs = [[x, y] for x in decades(-12, 7, 12) for y in decades(-12, 7, 12)]
pairs += [[x, y] for x in spread(0.1, 12, 10) for y in spread(0.1, 12, 10)]
tails = [[x * s, v] for x in decades(-3, 5, 8) for v in decades(-2, 7, 9) for s in (1, -1)]
near_one = [1 - x for x in decades(-15.5, -1, 20)]

print(
    json.dumps(
        {
            "about": "arguments, then the value: computed with 60 digits, rounded to doubles",
            "erfinv": rows(erfinv, ones(spread(-1, 1, 60) + decades(-300, -1, 20) + near_one)),
            "erfcx": rows(erfcx, ones(spread(-26, 8, 100) + decades(0.5, 150, 30))),
            "logErfc": rows(log_erfc, ones(spread(-5, 8, 80) + decades(0.5, 100, 20))),
            "logNormcdf": rows(
                log_normcdf, ones(spread(-12, 8, 100) + [-x for x in decades(0.5, 100, 20)] + [37.0])
            ),
            "gammafn": rows(
                mp.gamma, ones(spread(0, 12, 80) + spread(12, 171.6, 80) + spread(-170, 0, 80))
            )
            + rows(mp.gamma, ones(decades(-300, -1, 20))),
            "logbeta": rows(logbeta, pairs),
            "log_student": rows(log_student, tails),
            "logit": rows(
                lambda p: mp.log(mp.mpf(p) / (1 - mp.mpf(p))),
                ones(spread(0, 1, 60) + decades(-300, -1, 10) + near_one),
            ),
        }
    )
)
