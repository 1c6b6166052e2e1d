"""The queries in SQL, with the few words in which the dialects differ."""

DIALECTS = {
    "duckdb": {
        "median": "median({0})",
        "p90": "quantile_cont({0}, 0.9)",
        "slope": "regr_slope({0}, {1})",
        "month": "date_trunc('month', {0})",
        "days": "({1} - {0})",
        "contains": "contains({0}, '{1}')",
        "length": "length({0})",
    },
    "clickhouse": {
        "median": "quantileExactInclusive(0.5)({0})",
        "p90": "quantileExactInclusive(0.9)({0})",
        "slope": "tupleElement(simpleLinearRegression({1}, {0}), 1)",
        "month": "toStartOfMonth({0})",
        "days": "dateDiff('day', {0}, {1})",
        "contains": "{0} LIKE '%{1}%'",
        "length": "lengthUTF8({0})",
    },
    "datafusion": {
        "median": "median({0})",
        "p90": "percentile_cont(0.9) WITHIN GROUP (ORDER BY {0})",
        "slope": "regr_slope({0}, {1})",
        "month": "date_trunc('month', {0})",
        "days": "(arrow_cast({1}, 'Int32') - arrow_cast({0}, 'Int32'))",
        "contains": "{0} LIKE '%{1}%'",
        "length": "character_length({0})",
    },
}


def queries(dialect):
    """Name -> text, for one of the dialects."""
    words = DIALECTS[dialect]

    def word(name, *parts):
        return words[name].format(*parts)

    years = ", ".join(
        f"sum(CASE WHEN year = {y} THEN s END) AS y{y}" for y in range(2015, 2025))
    month = word("month", "updated")
    best_communes = """
        SELECT province, commune, s FROM (
            SELECT *, row_number() OVER (PARTITION BY province ORDER BY s DESC) AS place FROM (
                SELECT province, commune, sum(covered) AS s FROM cov GROUP BY province, commune
            ) AS sums) AS ranked WHERE place <= 10"""
    best_rows = """
        SELECT province, commune, covered FROM (
            SELECT province, commune, covered,
                row_number() OVER (PARTITION BY province ORDER BY covered DESC) AS place
            FROM cov) AS ranked WHERE place <= 10"""
    best_scores = """
        SELECT category, score FROM (
            SELECT category, score,
                row_number() OVER (PARTITION BY category ORDER BY score DESC NULLS LAST) AS place
            FROM skewed) AS ranked WHERE place <= 5"""
    if dialect == "clickhouse":  # its aggregate for the first n, five times as fast there
        best_rows = """
            SELECT province, best.2 AS commune, -best.1 AS covered FROM (
                SELECT province, arrayJoin(groupArraySorted(10)((-covered, commune))) AS best
                FROM cov GROUP BY province)"""
        best_scores = """
            SELECT category, -best AS score FROM (
                SELECT category, arrayJoin(groupArraySorted(5)(-score)) AS best
                FROM skewed GROUP BY category)"""
    return {
        "q01": "SELECT count(*) AS n FROM cov WHERE year = 2023 AND rate < 50",
        "q02": """
            SELECT sum(covered) AS c, sum(total) AS t FROM cov
            WHERE province = 'Hà Nội' AND indicator = 'Bảo hiểm y tế'""",
        "q03": """
            SELECT province, sum(covered) AS c, sum(total) AS t, avg(rate) AS r, count(*) AS n
            FROM cov GROUP BY province""",
        "q04": """
            SELECT commune, indicator, year, sum(covered) AS c, sum(total) AS t
            FROM cov GROUP BY commune, indicator, year""",
        "q05": """
            SELECT province, district, s, s * 100.0 / sum(s) OVER (PARTITION BY province) AS pct
            FROM (SELECT province, district, sum(covered) AS s
                  FROM cov GROUP BY province, district) AS sums""",
        "q06": best_communes,
        "q07": best_rows,
        "q08": """
            SELECT commune, a, b, b - a AS diff, (b - a) * 100.0 / a AS pct FROM (
                SELECT commune, sum(CASE WHEN year = 2023 THEN covered ELSE 0 END) AS a,
                    sum(CASE WHEN year = 2024 THEN covered ELSE 0 END) AS b
                FROM cov WHERE year IN (2023, 2024) GROUP BY commune) AS sums
            ORDER BY diff DESC""",
        # In two steps: for DuckDB faster than ten conditional sums or its PIVOT, alike for others.
        "q09": f"""
            SELECT province, indicator, {years} FROM (
                SELECT province, indicator, year, sum(covered) AS s
                FROM cov GROUP BY province, indicator, year) AS sums
            GROUP BY province, indicator""",
        "q10": """
            SELECT indicator, year, count(DISTINCT commune) AS n
            FROM cov GROUP BY indicator, year""",
        "q11": f"""
            SELECT province, indicator, {word('median', 'rate')} AS m, {word('p90', 'rate')} AS p
            FROM cov GROUP BY province, indicator""",
        "q12": f"""
            SELECT count(*) AS n, sum(covered) AS c
            FROM cov WHERE {word('contains', 'commune', 'Hòa')}""",
        "q13": """
            SELECT region, sum(covered) AS c, sum(population) AS p, count(*) AS n
            FROM cov JOIN communes ON cov.commune = communes.commune GROUP BY region""",
        "q14": """
            SELECT commune, indicator, rate, covered FROM cov
            ORDER BY rate DESC, covered DESC LIMIT 100""",
        "q15": "SELECT * FROM cov1m ORDER BY province, rate DESC",
        "q16": """
            SELECT max(running) AS m, sum(running) AS s FROM (
                SELECT sum(covered) OVER (
                    PARTITION BY commune, indicator ORDER BY year, month
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
                FROM cov) AS series""",
        "q17": f"""
            SELECT commune, indicator, {word('slope', 'rate', 'year * 12 + month')} AS slope
            FROM cov GROUP BY commune, indicator""",
        "q18": f"""
            SELECT {month} AS mth, avg(rate) AS r, count(*) AS n FROM cov GROUP BY {month}""",
        "t1": f"""
            SELECT owner, status, count(*) AS n, sum(weight) AS w,
                sum(CASE WHEN done IS NULL AND due < DATE '2024-06-30' THEN 1 ELSE 0 END)
                    AS overdue,
                avg({word('days', 'due', 'done')}) AS delay
            FROM tasks GROUP BY owner, status""",
        "t2": f"""
            SELECT count(*) AS n, sum(weight) AS w
            FROM tasks WHERE {word('contains', 'title', 'hội nghị')}""",
        "s1": """
            SELECT unit, count(*) AS n, sum(amount) AS a, avg(score) AS v
            FROM skewed GROUP BY unit""",
        "s2": """
            SELECT category, count(*) AS n, sum(amount) AS a, max(score) AS hi
            FROM skewed GROUP BY category""",
        "s3": "SELECT code, count(*) AS n, sum(amount) AS a FROM skewed GROUP BY code",
        "s4": """
            SELECT count(*) AS n, sum(amount) AS a FROM skewed
            WHERE category IS NOT NULL AND score > 100 AND active""",
        "s5": f"""
            SELECT category, {word('median', 'score')} AS m, count(DISTINCT unit) AS u
            FROM skewed GROUP BY category""",
        "s6": """
            SELECT unit, amount FROM skewed ORDER BY amount DESC NULLS LAST, unit LIMIT 100""",
        "s7": best_scores,
        "s8": """
            SELECT extract(year FROM opened) AS opened_year, count(*) AS n, sum(amount) AS a,
                avg(score) AS v
            FROM skewed GROUP BY extract(year FROM opened)""",
        "d1": "SELECT key, count(*) AS n, sum(amount) AS a FROM uniq GROUP BY key",
        "d2": "SELECT reference, count(*) AS n, sum(value) AS v FROM uniq GROUP BY reference",
        "d3": """
            SELECT count(DISTINCT key) AS k, count(DISTINCT reference) AS r FROM uniq""",
        "d4": """
            SELECT count(*) AS n, sum(a.amount) AS a, sum(b.value) AS v
            FROM uniq AS a JOIN uniq AS b ON a.id = b.parent""",
        "d5": "SELECT key, amount FROM uniq ORDER BY key LIMIT 100",
        "d6": "SELECT * FROM uniq ORDER BY key",
        "d7": "SELECT * FROM uniq ORDER BY value DESC",
        "w1": f"""
            SELECT count(*) AS n, sum(pages) AS p
            FROM wide WHERE {word('contains', 'note', 'hội nghị tập')}""",
        "w2": "SELECT label, count(*) AS n, sum(pages) AS p FROM wide GROUP BY label",
        "w3": f"SELECT sum({word('length', 'note')}) AS l FROM wide",
        "w4": "SELECT note, id FROM wide ORDER BY note LIMIT 100",
        "w5": "SELECT count(DISTINCT note) AS n FROM wide",
        "k1": "SELECT text4, sum(a) AS s FROM keys GROUP BY text4",
        "k2": "SELECT text5, sum(a) AS s, avg(v) AS v FROM keys GROUP BY text5",
        "k3": "SELECT text5, max(a) - min(b) AS d FROM keys GROUP BY text5",
        "k4": "SELECT text6, count(*) AS n, sum(a) AS s FROM keys GROUP BY text6",
        "k5": "SELECT post, sum(a) AS s, avg(v) AS v FROM keys GROUP BY post",
        "k6": "SELECT text4, step, sum(a) AS s FROM keys GROUP BY text4, step",
        "k7": """
            SELECT area, kind, text5, step, batch, post, count(*) AS n, sum(v) AS s FROM keys
            GROUP BY area, kind, text5, step, batch, post""",
        "k8": "SELECT serial, sum(v) AS s FROM keys GROUP BY serial",
        "j1": """
            SELECT keys.digit, a, b, v, number, name, size FROM keys
            JOIN ten ON keys.digit = ten.number""",
        "j2": """
            SELECT keys.step, a, b, v, number, name, size FROM keys
            LEFT JOIN ten ON keys.step = ten.number""",
        "j3": "SELECT text4, a, v, text, size FROM keys JOIN places ON text4 = text",
        "j4": """
            SELECT keys.area, keys.step, a, v, size FROM keys
            JOIN places ON keys.area = places.area AND keys.step = places.step""",
        "j5": "SELECT text6, a, v, text, size FROM keys LEFT JOIN names ON text6 = text",
        "j6": """
            SELECT serial, a, v, number, size FROM keys JOIN whole ON serial = number""",
        "o1": "SELECT area, text5, post, a, v FROM keys ORDER BY v",
        "o2": "SELECT area, text5, post, a, v FROM keys ORDER BY text5",
        "o3": "SELECT area, text5, step, a, v FROM keys ORDER BY area, step, v DESC",
        "o4": "SELECT serial, text5, post, v FROM keys ORDER BY serial",
    }
